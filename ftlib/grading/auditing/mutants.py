"""All mutants of a unit's reference answers: one small change each, inside the marked regions."""

from __future__ import annotations

import ast
import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from ftlib.grading.auditing.operators import Edit, operators
from ftlib.grading.auditing.statements import statements
from ftlib.grading.source import BEGIN, END, Source

_ARITHMETIC = ("Add", "Sub", "Mul", "Div", "FloorDiv", "Pow")
# The boundary moved, and the opposite: what else there is comes to the same on most inputs.
_COMPARISONS = {"Lt LtE", "Gt GtE", "Lt GtE", "Gt LtE", "Eq NotEq", "Is IsNot"}
_COMPARISONS |= {" ".join(pair.split()[::-1]) for pair in _COMPARISONS}


@dataclass(frozen=True)
class Mutant:
    """A reference answer with one change.

    `source` is the whole cell; `digest` is the same as long as the code of the cell is, whatever
    its comments, docstrings and layout.
    """

    task: str
    mistake: str
    source: str
    digest: str
    diff: str


def mutants(source: Source) -> Iterator[Mutant]:
    """Every mutant of every task, each code once, none that is the reference itself.

    Raises:
        ImportError: when Cosmic Ray is not installed.
    """
    for task, cell in source.answers.items():
        seen = {_code(cell)}
        for mistake, text in _changed(cell):
            code = _code(text) if _only_inside(cell, text) else ""
            if code and code not in seen:
                seen.add(code)
                digest = hashlib.sha256(f"{task}\n{code}".encode()).hexdigest()[:12]
                yield Mutant(task, mistake, text, digest, _diff(cell, text))


def _changed(cell: str) -> Iterator[tuple[str, str]]:
    tree = ast.parse(cell)
    for mistake, operator in operators().items():
        for node in ast.walk(tree):
            for edit in operator(node):
                yield mistake, _edited(cell, edit)
    for mistake, change in statements().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                for edit in change(node):
                    yield mistake, _edited(cell, edit)
    yield from _by_cosmic_ray(cell)


def _by_cosmic_ray(cell: str) -> Iterator[tuple[str, str]]:
    """What Cosmic Ray's core operators make of a cell, as far as it can be a student's mistake.

    Left out are operators that make nothing but a TypeError of an expression of floats (`<<`),
    which would flatter the score, and those that need to be told names.
    """
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.operators.provider import OperatorProvider

    provider = OperatorProvider()
    nodes = list(ast_nodes(get_ast(cell)))
    for name in provider:
        if not _is_mistake(name):
            continue
        operator = provider[name]()
        count = sum(len(list(operator.mutation_positions(node))) for node in nodes)
        for occurrence in range(count):
            yield name, mutate_code(cell, operator, occurrence)


def _is_mistake(name: str) -> bool:
    kind, _, rest = name.partition("_")
    sides = set(rest.split("_"))
    if kind == "ReplaceBinaryOperator":
        return sides <= set(_ARITHMETIC) or sides == {"BitAnd", "BitOr"}
    if kind == "ReplaceComparisonOperator":
        return rest.replace("_", " ") in _COMPARISONS
    if kind == "ReplaceUnaryOperator":
        return "Delete" in sides
    return kind not in ("VariableReplacer", "VariableInserter", "RemoveDecorator")


def _edited(cell: str, edit: Edit) -> str:
    """The cell with a node's text replaced. Columns of `ast` count bytes."""
    node, text = edit
    lines = [line.encode() for line in cell.splitlines(keepends=True)]
    first, begin = getattr(node, "lineno", 0) - 1, getattr(node, "col_offset", 0)
    last, end = getattr(node, "end_lineno", 0) - 1, getattr(node, "end_col_offset", 0)
    head = b"".join(lines[:first]) + lines[first][:begin]
    tail = lines[last][end:] + b"".join(lines[last + 1 :])
    return (head + text.encode() + tail).decode()


def _only_inside(cell: str, changed: str) -> bool:
    """Whether all that is outside the marked regions is as it was."""
    return _outside(cell) == _outside(changed)


def _outside(cell: str) -> list[str]:
    lines: list[str] = []
    inside = False
    for line in cell.splitlines():
        if line.strip() in (BEGIN, END):
            inside = line.strip() == BEGIN
        elif not inside:
            lines.append(line)
    return lines


def _code(cell: str) -> str:
    """The code as its syntax tree has it: no comments, docstrings or texts of errors.

    Nor `strict=` of a zip (no task says what becomes of arguments of different lengths), nor which
    warnings `np.errstate` silences. The size of a difference is the same from both sides. Empty for
    what is not valid Python.
    """
    try:
        tree = ast.parse(cell)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
            node.body = node.body[1:] or [ast.Pass()]
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            node.exc.args = []
        elif isinstance(node, ast.Call):
            silent = ast.unparse(node.func) == "np.errstate"
            node.keywords = [k for k in node.keywords if not silent and k.arg != "strict"]
            if ast.unparse(node.func) in ("abs", "np.abs"):
                _from_one_side(node.args[0])
        elif isinstance(node, ast.BinOp) and ast.unparse(node).endswith(" ** 2"):
            _from_one_side(node.left)
    return ast.unparse(ast.parse(ast.unparse(tree)))


def _from_one_side(node: ast.expr) -> None:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        node.left, node.right = sorted((node.left, node.right), key=ast.unparse)


def _diff(cell: str, changed: str) -> str:
    lines = difflib.unified_diff(cell.splitlines(), changed.splitlines(), lineterm="", n=1)
    return "\n".join(list(lines)[2:])
