"""Grades as other systems read them: Gradescope, Canvas, Moodle and nbgrader."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from ftlib.grading.classroom.gradebook import Row, figure, table
from ftlib.grading.classroom.names import printable
from ftlib.grading.render import title
from ftlib.grading.results import PASSED

_CANVAS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]


class RosterError(ValueError):
    """A roster is not what the platform exports."""


def gradescope(result: dict[str, Any], lateness: Decimal = Decimal(0)) -> str:
    """`results.json` as Gradescope's autograder reads it: an entry a task.

    What a hidden test found is shown without its message, which would tell the test.

    Args:
        result: a result as `ftlib.grading.grade.as_record` gives it.
        lateness: percent that being late costs. Gradescope has policies of its own: leave 0 there.
    """
    tests = [
        {
            "name": task["task"],
            "score": task["earned"],
            "max_score": task["points"],
            "status": "passed" if task["earned"] == task["points"] else "failed",
            "output": "\n".join(test_lines(task)),
            "output_format": "text",
            "visibility": "visible",
        }
        for task in result["tasks"]
    ]
    score = Decimal(result["earned"]) * (100 - lateness) / 100
    results = {
        "score": float(round(score, 2)),
        "output": printable("\n".join(result["notes"])),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }
    return json.dumps(results, indent=1, ensure_ascii=False) + "\n"


def test_lines(task: dict[str, Any]) -> list[str]:
    """A task's tests for its student: outcome, words of the test, and why a public one failed."""
    lines = []
    for test in task["tests"]:
        mark = "✓" if test["outcome"] == PASSED else "✗"
        kind = "hidden test: " if test["hidden"] else ""
        lines.append(f"{mark} {kind}{printable(title(test['test']))}")
        if test["message"] and not test["hidden"]:
            lines += [f"    {line}" for line in printable(test["message"]).splitlines()]
    return lines


test_lines.__test__ = False  # type: ignore[attr-defined]


def canvas(rows: Sequence[Row], assignment: str | None = None, roster: Path | None = None) -> str:
    """A grade book that Canvas imports.

    Args:
        rows: one unit's rows; a student's id is Canvas's (its downloads name it), or the id or
            login of the student information system when a roster is given.
        assignment: the assignment's column in Canvas, as it is exported (`Unit 1 (12345)`); the
            unit's title when None, which makes a new assignment.
        roster: a grade book exported from Canvas: names and ids are taken from it, and students
            who handed in nothing are left as they are.

    Raises:
        RosterError: when the roster is no export of Canvas.
    """
    unit = rows[0].unit
    points = ["    Points Possible", "", "", "", "", unit.points]
    known = _canvas_roster(roster) if roster else {}
    lines: list[list[object]] = []
    for row in rows:
        if row.failure:
            continue
        given = row.student if row.student.isdecimal() else ""
        plain = [row.name or row.student, given, "", "" if given else row.student, ""]
        who = known.get(row.student.casefold()) or known.get(row.name.casefold()) or plain
        lines.append([*who, figure(row.final)])
    return table([[*_CANVAS, assignment or unit.title], points, *lines])


def _canvas_roster(path: Path) -> dict[str, list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not {"Student", "ID", "Section"} <= set(rows.fieldnames or ()):
            raise RosterError(
                f"{path} has no columns 'Student', 'ID' and 'Section'; export the grade book "
                "from Canvas"
            )
        known: dict[str, list[str]] = {}
        for row in rows:
            who = [row.get(name) or "" for name in _CANVAS]
            for name in who[:4]:
                if name.strip() and row["ID"]:
                    known.setdefault(name.casefold(), who)
        return known


def moodle(rows: Sequence[Row]) -> str:
    """Moodle's offline grading worksheet, or (for ids that are no participant's) a plain import.

    With Moodle's own downloads the identifier is `Participant 4711`, which the assignment's
    "Upload grading worksheet" takes. Otherwise map `Identifier` to what the ids are (e-mail
    address, ID number) in the grade book's CSV import.
    """
    unit = rows[0].unit
    head = ["Identifier", "Full name", "Grade", "Maximum grade", "Feedback comments"]
    lines = [
        [
            f"Participant {row.student}" if "assignsubmission" in row.file else row.student,
            *(row.name, figure(row.final), unit.points, comment(row)),
        ]
        for row in rows
        if not row.failure
    ]
    return table([head, *lines])


def comment(row: Row) -> str:
    """A grade in a sentence or two, for a comment's column."""
    tasks = ", ".join(
        f"{name} {task['earned']}/{task['points']}" for name, task in row.tasks.items()
    )
    late = f"; {row.days_late} days late: -{figure(row.percent)} %" if row.percent else ""
    return f"{row.earned} of {row.unit.points} points: {tasks}{late}"


def nbgrader_csv(rows: Sequence[Row], due: str = "") -> str:
    """The columns of `nbgrader export`, for programs that read them."""
    head = ["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"]
    head += ["raw_score", "late_submission_penalty", "score", "max_score"]
    lines = [
        [
            *(row.unit.name, due, row.when.isoformat(" ", "seconds"), row.student),
            *(*_split(row.name), "", row.earned),
            *(figure(row.earned - row.final), figure(row.final), row.unit.points),
        ]
        for row in rows
        if not row.failure
    ]
    return table([head, *lines])


def _split(name: str) -> tuple[str, str]:
    """Last and first name of `Ann Maria Lee`."""
    first, _, last = name.rpartition(" ")
    return last, first


def nbgrader_json(rows: Sequence[Row]) -> str:
    """What `nbgrader_import.py` writes into nbgrader's data base."""
    unit = rows[0].unit
    given = {
        "assignment": unit.name,
        "notebook": "notebook",
        "cells": {f"check_{task.name}": task.points for task in unit.tasks},
        "students": [
            {
                "id": row.student,
                "last_name": _split(row.name)[0],
                "first_name": _split(row.name)[1],
                "submitted": row.when.replace(tzinfo=None).isoformat(),
                "scores": {f"check_{name}": task["earned"] for name, task in row.tasks.items()},
                "late_penalty": float(row.earned - row.final),
            }
            for row in rows
            if not row.failure
        ],
    }
    return json.dumps(given, indent=1, ensure_ascii=False) + "\n"
