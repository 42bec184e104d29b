"""Write what a graded class gives: a folder a unit, each file whole or not at all."""

from __future__ import annotations

import contextlib
import csv
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from ftlib.grading.classroom import nbgrader_import, platforms
from ftlib.grading.classroom.feedback import feedback
from ftlib.grading.classroom.gradebook import Row, as_csv, as_json, rows_of, table
from ftlib.grading.classroom.lateness import Policy
from ftlib.grading.classroom.names import cell, file_stem
from ftlib.grading.classroom.report import report
from ftlib.grading.classroom.run import ClassResult
from ftlib.grading.classroom.similar import Pair, similar
from ftlib.grading.submission import SubmissionError, parse, read

_CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(?:---\n.*?\n---\n)?(.*?)^```", re.M | re.S)


def write_class(
    graded: ClassResult,
    root: Path,
    output: Path,
    *,
    policy: Policy | None = None,
    times: Mapping[str, datetime] | None = None,
    assignment: str | None = None,
    roster: Path | None = None,
) -> dict[str, list[Row]]:
    """Write each unit's files to `output/<unit>/`.

    `gradebook.csv` and `gradebook.json`, `feedback/<student>.html` with its index, `report.html`,
    `times.csv`, and for other systems `canvas.csv`, `moodle.csv`, `gradescope/<student>.json`,
    `nbgrader.csv`, `nbgrader.json` and `nbgrader_import.py`.

    Args:
        graded: the class.
        root: the project's folder.
        output: where to write.
        policy: what being late costs.
        times: when students handed in, where known.
        assignment: the assignment's column in Canvas.
        roster: a grade book exported from Canvas.

    Returns:
        The rows of each unit.
    """
    books = {}
    for unit in graded.units:
        rows = rows_of(graded, unit, policy, dict(times or {}))
        folder = output / unit
        folder.mkdir(parents=True, exist_ok=True)
        due = "" if policy is None else policy.due.isoformat(" ", "seconds")
        for name, content in {
            "gradebook.csv": as_csv(rows),
            "gradebook.json": as_json(rows, graded.seed),
            "times.csv": _times(graded, unit),
            "canvas.csv": platforms.canvas(rows, assignment, roster),
            "moodle.csv": platforms.moodle(rows),
            "nbgrader.csv": platforms.nbgrader_csv(rows, due),
            "nbgrader.json": platforms.nbgrader_json(rows),
            "nbgrader_import.py": Path(nbgrader_import.__file__).read_text(encoding="utf-8"),
            "report.html": _report(graded, unit, rows, root),
        }.items():
            write_text(folder / name, content)
        _students(rows, folder)
        books[unit] = rows
    return books


def _students(rows: Sequence[Row], folder: Path) -> None:
    """A page and a `results.json` a student; what an earlier run left of others goes."""
    for name in ("feedback", "gradescope"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir()
    index = [["student", "name", "file"]]
    for row in rows:
        stem = file_stem(row.student)
        write_text(folder / "feedback" / f"{stem}.html", feedback(row))
        if not row.failure:
            text = platforms.gradescope(row.result, row.percent)
            write_text(folder / "gradescope" / f"{stem}.json", text)
        index.append([row.student, row.name, f"{stem}.html"])
    with (folder / "feedback" / "index.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([cell(value) for value in line] for line in index)


def _times(graded: ClassResult, unit: str) -> str:
    lines = [[each.handed.student, each.entry["seconds"]] for each in graded.of(unit)]
    return table([["student", "seconds"], *lines])


def _report(graded: ClassResult, unit: str, rows: Sequence[Row], root: Path) -> str:
    texts = codes(graded, unit)
    seconds = {each.handed.student: each.entry["seconds"] for each in graded.of(unit)}
    pairs = pairs_of(graded, unit, texts, root)
    return report(rows, seconds, pairs, texts, graded.left_out, graded.protections())


def codes(graded: ClassResult, unit: str) -> dict[str, str]:
    """The code of each student's submission to a unit, its cells one below the other."""
    texts = {}
    for each in graded.of(unit):
        source = graded.sources[each.entry["key"]["submission"]]
        with contextlib.suppress(SubmissionError):
            cells = parse(source, Path(each.handed.label)).cells
            texts[each.handed.student] = "\n\n".join(each.source for each in cells)
    return texts


def pairs_of(graded: ClassResult, unit: str, texts: Mapping[str, str], root: Path) -> list[Pair]:
    """Similar submissions to a unit; its notebook and its reference answer do not count."""
    given = []
    with contextlib.suppress(SubmissionError):
        handed_out = read(root / "exercises" / unit / "notebook.ipynb")
        given.append("\n\n".join(each.source for each in handed_out.cells))
    given += _answers(root, unit)
    fixed = [name for task in graded.units[unit].tasks for name in task.functions]
    return similar(texts, given, fixed)


def _answers(root: Path, unit: str) -> list[str]:
    """The code cells of the unit's source, answers and all, where this machine has it.

    Read off the text: the parser of the source costs more than the rest of a report.
    """
    path = root / "solutions" / unit / "notebook.md"
    return _CELL.findall(path.read_text(encoding="utf-8")) if path.exists() else []


def write_text(path: Path, text: str) -> None:
    """Write a file; a reader sees the old or the new one, whole. A link is not followed."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    partial.write_bytes(text.encode("utf-8", "replace"))
    os.replace(partial, path)
