"""Which code a page folds away: cells that state claims and do little else.

The boxes that such a cell prints say what was claimed and measured; its code repeats them.
"""

from __future__ import annotations

import ast

SHARE = 0.7  # of the cell's lines
LINES = 8  # a shorter cell is left open: a click costs more than it saves


def mostly_claims(source: str) -> bool:
    """Whether at least 70 % of the lines of a cell are calls of `claim` at its top level."""
    lines = sum(1 for line in source.splitlines() if line.strip())
    if lines < LINES:
        return False
    try:
        statements = ast.parse(source).body
    except SyntaxError:  # a line magic, for example
        return False
    claims = sum(_height(each) for each in statements if _is_claim(each))
    return claims / lines >= SHARE


def _height(statement: ast.stmt) -> int:
    return (statement.end_lineno or statement.lineno) - statement.lineno + 1


def _is_claim(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and isinstance(statement.value.func, ast.Name)
        and statement.value.func.id == "claim"
    )
