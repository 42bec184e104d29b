"""Code of the library, shown in a chapter as it stands in its file: it cannot drift from it."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any


class Shown:
    """A piece of source that a notebook shows as highlighted Python, and a terminal as text.

    Attributes:
        text: the source; its first line, a comment, says from which file and what it is.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def _repr_markdown_(self) -> str:
        fence = "```"
        while fence in self.text:  # a docstring may hold a fence of its own
            fence += "`"
        return f"{fence}python\n{self.text}\n{fence}"

    def __repr__(self) -> str:
        return self.text


def show_source(piece: Callable[..., Any] | type, *, docstring: bool = False) -> Shown:
    """The source of a function, method or class, read from its file now.

    Args:
        piece: anything that `inspect.getsource` can find.
        docstring: whether to show docstrings too; a chapter explains in its own words.

    Returns:
        An object that Jupyter shows as highlighted code.

    Raises:
        ValueError: for something that was not defined in a file of Python code.
    """
    piece = inspect.unwrap(piece)
    try:
        source = textwrap.dedent(inspect.getsource(piece))
    except (TypeError, OSError):
        raise ValueError(
            f"piece is {piece!r}, whose source cannot be found; give a function, method or class "
            "that is defined in a file"
        ) from None
    if not docstring:
        source = without_docstrings(source)
    place = piece.__module__.replace(".", "/") + ".py"
    return Shown(f"# {place}: {piece.__qualname__}\n\n{source.rstrip()}")


def without_docstrings(source: str) -> str:
    """Python source without the docstrings in it; all other lines stay as they are."""
    lines = source.splitlines()
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, kinds) or ast.get_docstring(node) is None or len(node.body) == 1:
            continue  # a body of nothing but its docstring would be no Python without it
        first, last = node.body[0].lineno - 1, node.body[0].end_lineno or 0
        lines[first:last] = [_DROPPED] * (last - first)
        if last < len(lines) and not lines[last].strip():
            lines[last] = _DROPPED
    return "\n".join(line for line in lines if line is not _DROPPED)


_DROPPED = "\0"  # no source has such a line
