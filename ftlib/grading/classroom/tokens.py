"""Python code as normalised tokens: what stays when names, comments and layout are changed."""

from __future__ import annotations

import ast
import builtins
import io
import keyword
import tokenize
from collections.abc import Iterable, Iterator

_LAYOUT = frozenset(
    getattr(tokenize, name)
    for name in ("COMMENT", "NL", "NEWLINE", "INDENT", "DEDENT", "ENDMARKER", "ENCODING")
)
_DROPPED = frozenset("(),;:[]")  # brackets and commas come and go without a change of meaning
Token = tuple[str, int]


def chunks(source: str, fixed: Iterable[str] = ()) -> Iterator[list[Token]]:
    """The code of each function or class at the top level, and of the rest, as tokens.

    A token is its normalised text and its line, from 1. Names that the code itself gives
    (variables, arguments, helper functions) become `v`, numbers `0`, strings `s`; docstrings,
    comments, layout and brackets go. Keywords, operators, attributes, built-in names and those in
    `fixed` stay. Code that is no valid Python is taken as one chunk.
    """
    own = _own_names(source) - set(fixed)
    spans = _spans(source)
    parts: dict[int, list[Token]] = {}
    for text, line in _tokens(source, own):
        span = next((k for k, (first, last) in enumerate(spans) if first <= line <= last), -1)
        parts.setdefault(span, []).append((text, line))
    yield from (parts[span] for span in sorted(parts))


def _spans(source: str) -> list[tuple[int, int]]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [
        (node.lineno, node.end_lineno or node.lineno)
        for node in tree.body
        if isinstance(node, defined)
    ]


def _own_names(source: str) -> set[str]:
    """Names the code binds; without a syntax tree, whatever is neither built in nor a keyword."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        found = {each.string for each in _raw(source) if each.type == tokenize.NAME}
        return {name for name in found if not hasattr(builtins, name)}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    return found


def _raw(source: str) -> Iterator[tokenize.TokenInfo]:
    """Python's own tokens, as far as they can be read."""
    reader = tokenize.generate_tokens(io.StringIO(source).readline)
    while True:
        try:
            yield next(reader)
        except (StopIteration, tokenize.TokenError, SyntaxError, ValueError):
            return


def _tokens(source: str, own: set[str]) -> Iterator[Token]:
    fresh, dot = True, False  # at the start of a statement; after a dot
    waiting: Token | None = None  # a string that begins a statement: a docstring if it ends it
    for each in _raw(source):
        if each.type in _LAYOUT:
            if each.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
                fresh, waiting = True, None
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        if each.type == tokenize.STRING and fresh:
            waiting, fresh = ("s", each.start[0]), False
            continue
        fresh = False
        text = _normal(each, own, dot)
        dot = each.string == "."
        if text is not None:
            yield text, each.start[0]


def _normal(each: tokenize.TokenInfo, own: set[str], dot: bool) -> str | None:
    if each.type == tokenize.NUMBER:
        return "0"
    if each.type == tokenize.STRING:
        return "s"
    if each.type == tokenize.NAME and not keyword.iskeyword(each.string):
        return each.string if dot or each.string not in own else "v"
    return None if each.string in _DROPPED else each.string
