"""The rules of cell metadata: nbgrader's published schema (version 3) and this course's keys.

nbgrader's schema is restated here, so that what is generated can be imported there while nobody
needs nbgrader to build it: https://github.com/jupyter/nbgrader/blob/v0.9.6/nbgrader/nbgraderformat
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ftlib.grading.unit import nearest

SCHEMA_VERSION = 3
NAME_LENGTH = 40  # a cell's id holds the name, a digest, and 64 characters at most
UNIT_KEYS = ("unit", "chapter", "prerequisites", "minutes")
TASK_KEYS = ("task", "points", "minutes", "hints")
_FLAGS = ("grade", "locked", "solution", "task")
_NBGRADER_KEYS = ("schema_version", *_FLAGS, "grade_id", "points", "checksum", "cell_type")
_GRADE_ID = re.compile(r"[A-Za-z0-9_-]+")


def problem(cell: Any) -> str:
    """What is wrong with a cell's metadata, one sentence; an empty string when nothing is.

    Args:
        cell: a notebook's cell. One without `nbgrader` metadata is sound.
    """
    mark = cell["metadata"].get("nbgrader")
    if mark is None:
        return ""
    if not isinstance(mark, Mapping):
        return f"nbgrader is {mark!r}; give a mapping with grade, grade_id, locked, solution, …"
    return (
        unknown_key("nbgrader", mark, _NBGRADER_KEYS)
        or _about_values(mark)
        or _about_combination(mark, cell["cell_type"])
    )


def unknown_key(where: str, given: Iterable[Any], known: Iterable[str]) -> str:
    """A sentence on the first key that nobody reads, with the nearest that somebody does."""
    names = tuple(known)
    for key in given:
        if key not in names:
            return f"{where}.{key} is not known{nearest(key, names)}"
    return ""


def _about_values(mark: Mapping[str, Any]) -> str:
    version = mark.get("schema_version")
    if type(version) is not int or version != SCHEMA_VERSION:
        return f"nbgrader.schema_version is {version!r}; write {SCHEMA_VERSION}"
    for flag in _FLAGS:
        if flag in mark and type(mark[flag]) is not bool:
            return f"nbgrader.{flag} is {mark[flag]!r}; write true or false"
        if flag not in mark and flag != "task":
            return f"nbgrader.{flag} is missing; write true or false"
    name = mark.get("grade_id")
    if not isinstance(name, str) or not _GRADE_ID.fullmatch(name):
        return f"nbgrader.grade_id is {name!r}; give letters, digits, _ and - only"
    if len(name) > NAME_LENGTH + len("check_"):
        return f"nbgrader.grade_id {name!r} is too long; give {NAME_LENGTH} characters at most"
    points = mark.get("points", 0)
    if type(points) not in (int, float) or not points >= 0:
        return f"nbgrader.points is {points!r}; give a number of 0 or more"
    return ""


def _about_combination(mark: Mapping[str, Any], cell_type: str) -> str:
    """The combinations this course grades: an answer (code), a check (code), a read-only cell."""
    grade, locked, solution = (mark[flag] for flag in _FLAGS[:3])
    if mark.get("task"):
        return "nbgrader.task is true: a task graded by hand; a check cannot grade it"
    if grade and solution:
        return (
            "grade and solution are both true: an answer graded by hand; part it into a solution "
            "cell and a check cell"
        )
    if (grade or solution) and cell_type != "code":
        return f"a {cell_type} cell cannot be answered or graded here; make it a code cell"
    if solution and locked:
        return "a solution cell is locked, so nobody could answer in it; write locked: false"
    if grade and not locked:
        return "a check cell can be edited; write locked: true"
    if grade and "points" not in mark:
        return "a check cell has no points; write those of its task"
    if not grade and "points" in mark:
        return f"points stand in {mark['grade_id']!r}, which is not graded; leave them out"
    return ""


def doubled(cells: Iterable[Any]) -> str:
    """The first grade_id that two cells of a notebook share, or an empty string."""
    seen: set[str] = set()
    for cell in cells:
        mark = cell["metadata"].get("nbgrader")
        name = mark.get("grade_id") if isinstance(mark, Mapping) else None
        if isinstance(name, str) and name in seen:
            return name
        seen.add(str(name))
    return ""
