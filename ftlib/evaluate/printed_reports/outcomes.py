"""The whole numbers behind a row of a printed report: hits and calls that print those figures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from ftlib.evaluate.printed_reports.parsing import Row

UNBOUNDED = 10**15  # "any number of calls": more items than any test set has


@dataclass(frozen=True)
class Outcome:
    """`hits` items of the class found; any number of `fewest` … `most` items called so."""

    hits: int
    fewest: int
    most: int


def possible_hits(row: Row) -> range:
    """Every whole number of hits whose share of the support prints as the row's recall."""
    n = row.support
    low = max(0, math.ceil(n * row.recall.low))
    return range(low, min(n, math.floor(n * row.recall.high)) + 1)


def possible_outcomes(row: Row) -> list[Outcome]:
    """Every (hits, calls) that prints as the row: precision, recall and F1 at once.

    A class without items or without calls has undefined scores, for which libraries print 0, 1
    or nan by choice: whatever any of them would print is allowed.
    """
    if row.support == 0:
        return [Outcome(0, 0, UNBOUNDED)]
    found = []
    for hits in possible_hits(row):
        fewest, most = _calls_without_hit(row) if hits == 0 else _calls(row, hits)
        if fewest <= most:
            found.append(Outcome(hits, fewest, most))
    return found


def _calls(row: Row, hits: int) -> tuple[int, int]:
    """From hits/calls = precision and 2 hits/(calls + support) = F1, both within rounding."""
    fewest = max(Fraction(hits), hits / row.precision.high, 2 * hits / row.f1.high - row.support)
    most = Fraction(UNBOUNDED)
    if row.precision.low > 0:
        most = min(most, hits / row.precision.low)
    if row.f1.low > 0:
        most = min(most, 2 * hits / row.f1.low - row.support)
    return math.ceil(fewest), math.floor(most)


def _calls_without_hit(row: Row) -> tuple[int, int]:
    """F1 is 0; precision is 0, or, of no calls at all, undefined (printed 0, 1 or nan)."""
    if row.f1.known and row.f1.low > 0:
        return 1, 0
    if not row.precision.known or row.precision.low == 0:
        return 0, UNBOUNDED
    return (0, 0) if row.precision.high >= 1 else (1, 0)
