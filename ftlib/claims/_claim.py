"""One claim: a sentence, what was measured, and the bound it must keep."""

from __future__ import annotations

import html
import math
import operator
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from numbers import Real
from typing import Any

# The key of the record in a cell output's metadata, which neither the site nor nbval looks at.
RECORD = "ftlib_claim"

_OPERATORS: dict[str, tuple[str, Callable[[float, float], bool]]] = {
    "<=": ("≤", operator.le),
    "<": ("<", operator.lt),
    ">=": ("≥", operator.ge),
    ">": (">", operator.gt),
    "==": ("=", operator.eq),
}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class ClaimFailed(AssertionError):
    """A statement of the book does not hold on this machine."""


@dataclass(frozen=True)
class Claim:
    """A record of the ledger. `measured` and `bound` are plain floats in `unit`."""

    id: str
    statement: str
    measured: float
    op: str
    bound: float
    unit: str = ""

    @property
    def holds(self) -> bool:
        """NaN holds against nothing: every comparison with it is false."""
        return bool(_OPERATORS[self.op][1](self.measured, self.bound))

    @property
    def comparison(self) -> str:
        """`0.84 ≥ 0.81`. The words `measured …` are what nbval leaves out of its comparison."""
        unit = f" {self.unit}" if self.unit else ""
        sign = _OPERATORS[self.op][0]
        return f"measured {number(self.measured)}{unit}; claimed {sign} {number(self.bound)}{unit}"

    def _ipython_display_(self) -> None:
        """Nothing: `claim` has shown it, and nbval does not see the `;` that ends a cell."""

    def __str__(self) -> str:
        return f"{'✓' if self.holds else '✗'} {self.statement}  ({self.comparison})"


_held: dict[str, Claim] = {}


def number(value: float) -> str:
    """Two significant digits below one thousandth, three to five above: 3.1e-16, 0.847, 5574."""
    if math.isfinite(value) and value == int(value):
        return f"{int(value):,}"
    if value != 0 and abs(value) < 1e-3:
        return f"{value:.1e}"
    return f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"


def claim(
    id: str, statement: str, measured: Any, op: str, bound: float, *, unit: str = ""
) -> Claim:
    """Measure a statement against its bound, show it, keep it, and raise when it is false.

    Args:
        id: name in lower-case words joined by hyphens, unique in its chapter; the ledger
            links to it as `chapter/id`.
        statement: the sentence that is claimed, in the reader's words.
        measured: the figure that was measured here: a real number, or anything `float()`
            takes (a zero-dimensional array or tensor). A bool counts as 0 or 1.
        op: one of `<=  <  >=  >  ==`.
        bound: what `measured` is compared with.
        unit: printed after both figures.

    Returns:
        The record, which is also in `held()`.

    Raises:
        ClaimFailed: when the comparison is false, or `measured` is NaN. The sentence says
            what was measured.
        ValueError: for an `id` that is not well formed or already used with another
            statement, an unknown `op`, or a `bound` that is no number.

    Source: the book's second promise (every number is a test).
    """
    if not _ID.fullmatch(id):
        raise ValueError(
            f"id {id!r} is not a claim's name; use lower-case words joined by hyphens, "
            "such as 'bce-gradient'"
        )
    if op not in _OPERATORS:
        raise ValueError(f"op {op!r} is unknown; use one of {', '.join(_OPERATORS)}")
    if not isinstance(bound, Real) or math.isnan(bound):
        raise ValueError(f"bound {bound!r} is not a number; a claim needs one to be tested against")
    if id in _held and _held[id].statement != statement:
        raise ValueError(
            f"id {id!r} already claims {_held[id].statement!r}; give the second claim its own id"
        )
    record = Claim(id, statement, float(measured), op, float(bound), unit)
    if not record.holds:
        raise ClaimFailed(
            f"✗ {statement}\n  measured {record.measured!r}, claimed {op} {record.bound!r} "
            f"(claim {id!r})"
        )
    _held[id] = record
    _show(record)
    return record


def held() -> tuple[Claim, ...]:
    """The claims that held so far in this process, in order."""
    return tuple(_held.values())


def reset() -> None:
    """Forget all claims (a fresh chapter, or a test)."""
    _held.clear()


def _show(record: Claim) -> None:
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        print(record)
        return
    if get_ipython() is None:
        print(record)
        return
    display(
        {"text/plain": str(record), "text/html": _as_html(record)},
        metadata={RECORD: asdict(record)},
        raw=True,
    )


def _as_html(record: Claim) -> str:
    return (
        f'<div class="claim" id="claim-{record.id}"><span class="claim-mark">✓</span> '
        f"{html.escape(record.statement)} "
        f'<span class="claim-figures">({html.escape(record.comparison)})</span></div>'
    )
