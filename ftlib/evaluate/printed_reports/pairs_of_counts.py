"""Two classes leave two unknowns: try every pair."""

from __future__ import annotations

from fractions import Fraction

from ftlib.evaluate.printed_reports.outcomes import Outcome
from ftlib.evaluate.printed_reports.parsing import PrintedReport

_LIMIT = 200_000


def no_pair_prints(table: PrintedReport, outcomes: list[list[Outcome]]) -> bool:
    """True when it is proved that no hits (a, b) of two classes print the whole table.

    False as well when nothing was proved: more or fewer classes, no accuracy row (so that items may
    have no label or several), a class without items, or more than 200,000 pairs.
    """
    if len(table.rows) != 2 or table.accuracy is None:
        return False
    first, second = outcomes
    sizes = [row.support for row in table.rows]
    if min(sizes) == 0 or len(first) * len(second) > _LIMIT:
        return False
    return not any(_prints(table, sizes, a, b) for a in first for b in second)


def _prints(table: PrintedReport, sizes: list[int], a: Outcome, b: Outcome) -> bool:
    """Whether the pair prints the accuracy and averages, and calls what the rows say."""
    hits = [a.hits, b.hits]
    calls = [a.hits + sizes[1] - b.hits, b.hits + sizes[0] - a.hits]
    if not (a.fewest <= calls[0] <= a.most and b.fewest <= calls[1] <= b.most):
        return False
    total = sum(sizes)
    right = Fraction(sum(hits), total)
    if table.accuracy and table.accuracy.known and not table.accuracy.allows(right, right):
        return False
    if 0 in calls:  # an undefined precision: libraries print 0, 1 or nan, and average it as such
        return True
    columns = {
        "precision": [Fraction(h, c) for h, c in zip(hits, calls, strict=True)],
        "recall": [Fraction(h, n) for h, n in zip(hits, sizes, strict=True)],
        "f1": [Fraction(2 * h, c + n) for h, c, n in zip(hits, calls, sizes, strict=True)],
    }
    for kind, weights in (("macro", [1, 1]), ("weighted", sizes), ("micro", None)):
        if (row := table.averages.get(kind)) is None:
            continue
        for column, values in columns.items():
            mean = right
            if weights is not None:
                mean = (values[0] * weights[0] + values[1] * weights[1]) / sum(weights)
            printed = getattr(row, column)
            if printed.known and not printed.allows(mean, mean):
                return False
    return True
