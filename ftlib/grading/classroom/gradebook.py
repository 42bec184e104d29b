"""The grade book of one unit: a row a student, as CSV and JSON. It holds no time of the run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from ftlib.grading.classroom.collect import Handed
from ftlib.grading.classroom.lateness import Policy
from ftlib.grading.classroom.names import cell
from ftlib.grading.classroom.run import ClassResult, Graded
from ftlib.grading.unit import Unit


@dataclass(frozen=True)
class Row:
    """A student's grade in one unit. `final` is `earned` less what being late costs.

    `failure` says why there is no grade; the row then counts as not graded, not as no points.
    """

    student: str
    name: str
    unit: Unit
    file: str
    when: datetime
    clock: str
    earned: int
    days_late: int
    percent: Decimal
    final: Decimal
    result: dict[str, Any]
    failure: str
    others: tuple[str, ...] = ()

    @property
    def tasks(self) -> dict[str, dict[str, Any]]:
        """The result of each task by its name."""
        return {each["task"]: each for each in self.result["tasks"]}


def rows_of(
    graded: ClassResult,
    unit: str,
    policy: Policy | None = None,
    times: dict[str, datetime] | None = None,
) -> list[Row]:
    """The rows of a unit, by student.

    Args:
        graded: the class.
        unit: the unit's name.
        policy: what being late costs; nothing when None.
        times: when students handed in, where it is known better than by the files' own times.
    """
    replaced: dict[str, list[str]] = {}
    for each in graded.replaced:
        if each.unit == unit:
            replaced.setdefault(each.student, []).append(each.label)
    return [
        replace(
            _row(each, graded.units[unit], policy, times or {}),
            others=tuple(replaced.get(each.handed.student, ())),
        )
        for each in graded.of(unit)
    ]


def _row(each: Graded, unit: Unit, policy: Policy | None, times: dict[str, datetime]) -> Row:
    handed = _timed(each.handed, times)
    earned = int(each.result["earned"])
    days, percent, final = 0, Decimal(0), Decimal(earned)
    if policy is not None:
        days = policy.days_late(handed.student, handed.when)
        percent = policy.percent(handed.student, handed.when)
        final = policy.final(earned, handed.student, handed.when)
    return Row(
        handed.student,
        handed.name,
        unit,
        handed.label,
        handed.when,
        handed.clock,
        earned,
        days,
        percent,
        final,
        each.result,
        each.failure,
    )


def _timed(handed: Handed, times: dict[str, datetime]) -> Handed:
    if handed.student not in times:
        return handed
    return replace(handed, when=times[handed.student], clock="list")


def figure(value: Decimal) -> str:
    """`7.5` for 7.50, `10` for 10.00."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_csv(rows: Sequence[Row]) -> str:
    """The grade book: a column a task, the sum, what lateness takes, and notes."""
    unit = rows[0].unit
    tasks = [task.name for task in unit.tasks]
    head = ["student", "name", "unit", *tasks, "earned", "days late", "penalty %", "final", "of"]
    head += ["submitted", "time from", "file", "replaces", "notes"]
    lines: list[list[object]] = [
        [
            *(row.student, row.name, unit.name),
            *("" if row.failure else row.tasks[name]["earned"] for name in tasks),
            *(_or_nothing(row, row.earned), row.days_late, figure(row.percent)),
            *(_or_nothing(row, figure(row.final)), unit.points),
            *(row.when.isoformat(timespec="seconds"), row.clock, row.file),
            *("; ".join(row.others), notes(row)),
        ]
        for row in rows
    ]
    return table([head, *lines])


def notes(row: Row) -> str:
    """What is to be known about a submission, in one line."""
    said = [f"not graded: {row.failure}"] if row.failure else list(row.result["notes"])
    return " | ".join(" ".join(note.split())[:200] for note in said[:5])


def _or_nothing(row: Row, value: object) -> object:
    return "" if row.failure else value


def table(lines: Iterable[Iterable[object]]) -> str:
    """Lines of cells as CSV; no cell runs as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([cell(value) for value in line] for line in lines)
    return text.getvalue()


def as_json(rows: Sequence[Row], seed: int) -> str:
    """The grade book with every test's outcome, as JSON."""
    unit = rows[0].unit
    book = {
        "unit": unit.name,
        "title": unit.title,
        "points": unit.points,
        "seed": seed,
        "students": [
            {
                "student": row.student,
                "name": row.name,
                "submitted": row.when.isoformat(timespec="seconds"),
                "time_from": row.clock,
                "days_late": row.days_late,
                "penalty_percent": figure(row.percent),
                "final": None if row.failure else figure(row.final),
                "not_graded": row.failure,
                "replaces": list(row.others),
                **row.result,
            }
            for row in rows
        ],
    }
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"
