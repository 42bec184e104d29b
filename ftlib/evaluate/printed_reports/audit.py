"""Contradictions in a printed report, each proved from what its rounding leaves possible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ftlib.evaluate.printed_reports.outcomes import Outcome, possible_hits, possible_outcomes
from ftlib.evaluate.printed_reports.pairs_of_counts import no_pair_prints
from ftlib.evaluate.printed_reports.parsing import Figure, PrintedReport, Row, parse_report

_COLUMNS = ("precision", "recall", "f1")


@dataclass(frozen=True)
class Contradiction:
    """What cannot be, and why.

    Attributes:
        where: the row or figure.
        sentence: what contradicts what.
        proof: the ranges that do not meet.
        needs_all_rows: whether it rests on every class having been printed.
    """

    where: str
    sentence: str
    proof: str
    needs_all_rows: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}\n    {self.proof}"


def table_audit(report: str | PrintedReport, *, complete: bool = True) -> list[Contradiction]:
    """Every contradiction that this audit can prove; an empty list accuses nobody.

    A table that some labels and predictions can print is never accused: every figure stands for
    the closed range that rounds to it. With two classes and an accuracy the audit also decides the
    converse, by trying all pairs of counts (while there are at most 200,000). With more classes
    it proves what single rows, averages and sums can prove, and may miss a cleverer lie.

    Args:
        report: the printed text, or `parse_report` of it. An `accuracy` row says that every item
            has one label and gets one prediction, and that all its classes are averaged.
        complete: whether every averaged class has its row. With False only those contradictions
            are returned that no hidden row can explain.

    Returns:
        In the order of the table; `str()` of each is a sentence and its proof.

    Raises:
        ValueError: as `parse_report`.

    Source: chapter *Evaluation*, equations (printed-range) and (audit-f1).
    """
    table = parse_report(report) if isinstance(report, str) else report
    found = [each for row in table.rows for each in _row(row)]
    found += _averages_alone(table)
    if complete:
        found += _sums(table)
        for kind in ("macro", "weighted"):
            found += _average(table, kind)
        found += _hits_of_all(table)
        outcomes = [possible_outcomes(row) for row in table.rows]
        if all(outcomes):
            found += _calls_of_all(table, outcomes)
        if not found and no_pair_prints(table, outcomes):
            sentence = "no pair of counts (hits of either class) prints all the figures"
            proof = "all pairs that print both rows were tried"
            found.append(Contradiction("table", sentence, proof, True))
    return found


def _row(row: Row) -> Iterator[Contradiction]:
    if row.support and not possible_hits(row):
        sentence = f"no whole number of {row.support:,} items gives a recall of {row.recall}"
        ends = row.support * row.recall.low, row.support * row.recall.high
        yield Contradiction(row.name, sentence, f"hits would lie in {_range(*ends)}")
    elif broken := _not_harmonic(row):
        yield broken
    elif not possible_outcomes(row):
        hits = possible_hits(row)
        sentence = (
            f"no whole numbers of hits and calls print {row.precision}, {row.recall}, {row.f1}"
        )
        yield Contradiction(row.name, sentence, f"hits {hits[0]} … {hits[-1]} were all tried")


def _not_harmonic(row: Row) -> Contradiction | None:
    """F1 grows with precision and with recall, so its range runs between the corners'."""
    p, r = row.precision, row.recall
    if not (p.known and r.known and row.f1.known) or row.support == 0:
        return None
    low, high = (
        _harmonic(p.low, r.low),
        _harmonic(min(p.high, Fraction(1)), min(r.high, Fraction(1))),
    )
    if row.f1.allows(low, high):
        return None
    sentence = f"F1 {row.f1} is not the harmonic mean of precision {p} and recall {r}"
    return Contradiction(row.name, sentence, f"it would lie in {_range(low, high)}")


def _averages_alone(table: PrintedReport) -> list[Contradiction]:
    """What holds between averages, whatever the rows: micro F1, and three names of one number."""
    found = []
    micro, weighted = table.averages.get("micro"), table.averages.get("weighted")
    if micro and (broken := _not_harmonic(micro)):
        found.append(Contradiction("micro avg", broken.sentence, broken.proof))
    same = {"accuracy": table.accuracy, "weighted recall": weighted and weighted.recall}
    if micro:
        same["micro recall"] = micro.recall
        if table.accuracy:
            same |= {"micro precision": micro.precision, "micro F1": micro.f1}
    known = [(name, figure) for name, figure in same.items() if figure and figure.known]
    for place, (name, figure) in enumerate(known):
        for other, twin in known[:place]:
            if not figure.allows(twin.low, twin.high):
                sentence = f"{other} {twin} and {name} {figure} are the same number"
                proof = f"{_range(twin.low, twin.high)} and {_range(figure.low, figure.high)}"
                found.append(Contradiction(name, sentence, proof))
    return found


def _sums(table: PrintedReport) -> list[Contradiction]:
    total = _items(table)
    if table.total is None or table.total == total:
        return []
    sentence = f"the supports of the rows add up to {total:,}, printed is {table.total:,}"
    return [Contradiction("support", sentence, f"{table.total - total:+,} items", True)]


def _average(table: PrintedReport, kind: str) -> list[Contradiction]:
    """A mean lies where the rows' ranges, with its weights, allow.

    A library that leaves undefined scores out of the mean is covered: nan stands for 0 … 1, and
    with the mean of the others in its place the mean is the same.
    """
    row = table.averages.get(kind)
    weights = [each.support if kind == "weighted" else 1 for each in table.rows]
    if row is None or sum(weights) == 0:
        return []
    found = []
    for column in _COLUMNS:
        figures: list[Figure] = [getattr(each, column) for each in table.rows]
        printed: Figure = getattr(row, column)
        low = _mean([each.low for each in figures], weights)
        high = _mean([min(each.high, Fraction(1)) for each in figures], weights)
        if printed.allows(low, high):
            continue
        beyond = ""
        if printed.low > max(each.high for each in figures):
            beyond = ", above every row"
        elif printed.high < min(each.low for each in figures):
            beyond = ", below every row"
        sentence = f"{column} {printed} is not the {kind} mean of its column{beyond}"
        proof = f"it would lie in {_range(low, high)}"
        found.append(Contradiction(f"{kind} avg", sentence, proof, True))
    return found


def _hits_of_all(table: PrintedReport) -> list[Contradiction]:
    """Accuracy and micro recall are all hits over all items."""
    hits, total = [possible_hits(row) for row in table.rows], _items(table)
    if total == 0 or not all(hits):
        return []
    few, many = sum(each[0] for each in hits), sum(each[-1] for each in hits)
    printed = {"accuracy": table.accuracy}
    if micro := table.averages.get("micro"):
        printed["micro recall"] = micro.recall
    found = []
    for name, figure in printed.items():
        if figure and not figure.allows(Fraction(few, total), Fraction(many, total)):
            sentence = (
                f"the rows' recalls leave {few:,} … {many:,} of {total:,} right, not {figure}"
            )
            proof = f"it would lie in {_range(Fraction(few, total), Fraction(many, total))}"
            found.append(Contradiction(name, sentence, proof, True))
    return found


def _calls_of_all(table: PrintedReport, outcomes: list[list[Outcome]]) -> list[Contradiction]:
    """With an accuracy the calls of all classes add up to N; micro precision is hits over calls."""
    found, total = [], _items(table)
    fewest = sum(min(each.fewest for each in row) for row in outcomes)
    most = sum(max(each.most for each in row) for row in outcomes)
    if table.accuracy and not fewest <= total <= most:
        sentence = f"the rows' figures need {fewest:,} … {most:,} predictions of {total:,} items"
        found.append(Contradiction("predictions", sentence, "each item gets exactly one", True))
    micro = table.averages.get("micro")
    if micro and fewest > 0:
        few, many = sum(row[0].hits for row in outcomes), sum(row[-1].hits for row in outcomes)
        low, high = Fraction(few, most), Fraction(many, fewest)
        if not micro.precision.allows(low, high):
            sentence = f"precision {micro.precision} is not all hits over all calls of the rows"
            proof = f"it would lie in {_range(low, high)}"
            found.append(Contradiction("micro avg", sentence, proof, True))
    return found


def _items(table: PrintedReport) -> int:
    return sum(row.support for row in table.rows)


def _harmonic(p: Fraction, r: Fraction) -> Fraction:
    return 2 * p * r / (p + r) if p + r else Fraction(0)


def _mean(values: list[Fraction], weights: list[int]) -> Fraction:
    return sum((v * w for v, w in zip(values, weights, strict=True)), Fraction(0)) / sum(weights)


def _range(low: Fraction, high: Fraction) -> str:
    return f"{float(low):.6g} … {float(high):.6g}"
