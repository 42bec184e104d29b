"""A printed classification report, read back with the precision to which it was printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

# What floating point may add to the half unit that rounding takes: far less than any digit shown.
_HAIR = Fraction(1, 10**12)
_FIGURE = r"(\d+\.\d+|nan)"
# scikit-learn prints a support of `1.0` when a whole class is missing.
_COUNT = r"(\d[\d,]*)(?:\.0)?"
_ROW = re.compile(rf"^\s*(\S.*?)\s+{_FIGURE}\s+{_FIGURE}\s+{_FIGURE}\s+{_COUNT}\s*$")
_ACCURACY = re.compile(rf"^\s*accuracy\s+{_FIGURE}\s+{_COUNT}\s*$")
_AVERAGES = {"micro avg": "micro", "macro avg": "macro", "weighted avg": "weighted"}


@dataclass(frozen=True)
class Figure:
    """A figure as printed, `text`, and the closed range `low` … `high` it can have come from."""

    text: str
    low: Fraction
    high: Fraction

    @classmethod
    def read(cls, text: str) -> Figure:
        """`0.92` → 0.915 … 0.925, within [0, 1]; `nan` (undefined) → anything, 0 … 1."""
        if text == "nan":
            return cls(text, Fraction(0), Fraction(1))
        half = Fraction(1, 2 * 10 ** len(text.partition(".")[2])) + _HAIR
        return cls(text, max(Fraction(0), Fraction(text) - half), Fraction(text) + half)

    @property
    def known(self) -> bool:
        """Whether a number was printed."""
        return self.text != "nan"

    def allows(self, low: Fraction, high: Fraction) -> bool:
        """Whether some value of `low` … `high` prints as this."""
        return low <= self.high and self.low <= high

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Row:
    """One line of a report: a class, or an average."""

    name: str
    precision: Figure
    recall: Figure
    f1: Figure
    support: int


@dataclass(frozen=True)
class PrintedReport:
    """Rows of the classes, the accuracy if there is one (with its support), and the averages.

    Attributes:
        rows: one for each class, as printed.
        accuracy: its figure, or None.
        total: the support printed beside accuracy or else the first average; None without any.
        averages: of `micro`, `macro`, `weighted` those that were printed.
    """

    rows: tuple[Row, ...]
    accuracy: Figure | None
    total: int | None
    averages: dict[str, Row]


def parse_report(text: str) -> PrintedReport:
    """Read the text that `classification_report` prints, ours, scikit-learn's or seqeval's.

    A line with three figures and a count is a class or an average; `accuracy` has one figure and
    a count. All other lines (the heading, for one) are passed over.

    Args:
        text: the printed table. Figures need a decimal point; `1,234` may have its comma.

    Raises:
        ValueError: when there is no row of a class, or a figure above 1 (percent: divide by 100).

    Source: the layout of scikit-learn's `classification_report`.
    """
    rows: list[Row] = []
    accuracy, total = None, None
    averages: dict[str, Row] = {}
    for line in text.splitlines():
        if found := _ACCURACY.match(line):
            accuracy, total = _figure(found[1], line), _count(found[2])
        elif found := _ROW.match(line):
            precision, recall, f1 = (_figure(each, line) for each in found.groups()[1:4])
            row = Row(found[1], precision, recall, f1, _count(found[5]))
            if row.name in _AVERAGES:
                averages[_AVERAGES[row.name]] = row
            elif row.name != "samples avg":
                rows.append(row)
    if not rows:
        raise ValueError(
            "text has no line with a name, three decimal figures and a count; "
            "give the table as classification_report prints it"
        )
    if total is None and averages:
        total = next(iter(averages.values())).support
    return PrintedReport(tuple(rows), accuracy, total, averages)


def _figure(text: str, line: str) -> Figure:
    if text != "nan" and Fraction(text) > 1:
        raise ValueError(
            f"text holds {text} in {line.strip()!r}; scores are at most 1 (divide percent by 100)"
        )
    return Figure.read(text)


def _count(text: str) -> int:
    return int(text.replace(",", ""))
