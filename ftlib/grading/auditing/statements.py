"""Mistakes in whole statements, and names that are taken for each other inside a function.

Like `ftlib.grading.auditing.operators`, for which one node is not enough to see: each of these
takes a function's tree.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from ftlib.grading.auditing.operators import Edit

_KEPT = (ast.Return, ast.Pass, ast.FunctionDef, ast.Import, ast.ImportFrom, ast.Nonlocal)


def statements() -> dict[str, Callable[[ast.FunctionDef], Iterator[Edit]]]:
    """All of them, by the name of the mistake."""
    return {
        "statement left out": _statement_left_out,
        "condition always or never": _condition_fixed,
        "in place": _in_place,
        "neighbouring argument": _neighbouring_argument,
    }


def _statement_left_out(function: ast.FunctionDef) -> Iterator[Edit]:
    """A statement without which every name is still bound; without the others nothing would run."""
    bound = _bound_once(function)
    for node in ast.walk(function):
        if not isinstance(node, ast.stmt) or isinstance(node, _KEPT) or _is_docstring(node):
            continue
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id in bound for target in node.targets
        ):
            continue
        yield node, "pass"


def _bound_once(function: ast.FunctionDef) -> set[str]:
    """Names that one assignment alone binds."""
    stored = [
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return {name for name in stored if stored.count(name) == 1} - set(_arguments(function))


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _condition_fixed(function: ast.FunctionDef) -> Iterator[Edit]:
    for node in ast.walk(function):
        if isinstance(node, ast.If):
            yield node.test, "True"
            if node.orelse:  # without an else, never is the statement left out
                yield node.test, "False"


def _in_place(function: ast.FunctionDef) -> Iterator[Edit]:
    """`y = x - m` → `x -= m; y = x`: works on the caller's array."""
    for node in ast.walk(function):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.BinOp)
            and isinstance(node.value.left, ast.Name)
            and node.value.left.id in _arguments(function)
            and isinstance(node.value.op, (ast.Add, ast.Sub, ast.Mult, ast.Div))
        ):
            name, sign = node.value.left.id, _SIGNS[type(node.value.op)]
            text = f"{name} {sign}= {ast.unparse(node.value.right)}"
            target = node.targets[0].id
            yield node, text if target == name else f"{text}; {target} = {name}"


_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def _neighbouring_argument(function: ast.FunctionDef) -> Iterator[Edit]:
    """A use of one argument where the one beside it in the signature is meant."""
    names = _arguments(function)
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
            place = names.index(node.id)
            for other in (place - 1, place + 1):
                if 0 <= other < len(names):
                    yield node, names[other]


def _arguments(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in function.args.args]
