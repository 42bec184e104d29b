"""What a class's results say about the tasks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ftlib.grading.classroom.gradebook import Row
from ftlib.grading.results import FAILED, UNTRIED

_NUMBER = re.compile(r"[-+−]?\d[\d.,]*(?:e[-+]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class TaskStatistics:
    """`solved` and `tried` are shares of the class; `discrimination` is in [−1, 1] or nan."""

    task: str
    points: int
    tried: float
    solved: float
    discrimination: float


@dataclass(frozen=True)
class Failure:
    """A way to fail a test that students share: `message` with its numbers left out."""

    task: str
    test: str
    hidden: bool
    message: str
    students: tuple[str, ...]


def task_statistics(rows: Sequence[Row]) -> list[TaskStatistics]:
    """Difficulty and discrimination of each task over the graded rows.

    Discrimination is the corrected item–total correlation: of solving the task (0 or 1) with the
    points in all other tasks. It is nan where one of the two does not vary.
    """
    graded = [row for row in rows if not row.failure]
    names = [task.name for task in rows[0].unit.tasks]
    earned = np.array(
        [[row.tasks[name]["earned"] for name in names] for row in graded], dtype=float
    ).reshape(len(graded), len(names))
    found = []
    for k, task in enumerate(rows[0].unit.tasks):
        solved = earned[:, k] == task.points
        others = earned.sum(axis=1) - earned[:, k]
        found.append(
            TaskStatistics(
                task.name,
                task.points,
                _share([_tried(row, task.name) for row in graded]),
                _share(solved.tolist()),
                correlation(solved.astype(float), others),
            )
        )
    return found


def correlation(x: np.ndarray, y: np.ndarray) -> float:
    """Pearson's correlation of two vectors of shape (N,); nan where one does not vary."""
    if len(x) < 2 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return float("nan")
    return float(np.corrcoef(x, y)[0, 1])


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else float("nan")


def _tried(row: Row, task: str) -> bool:
    tests = row.tasks[task]["tests"]
    return bool(tests) and not any(test["outcome"] == UNTRIED for test in tests)


def common_failures(rows: Sequence[Row]) -> list[Failure]:
    """Failed tests grouped by test and message, the largest group first.

    Numbers in a message are left out, so that one mistake on differing inputs is one group.
    """
    groups: dict[tuple[str, str, bool, str], list[str]] = {}
    for row in rows:
        for task in row.result["tasks"]:
            for test in task["tests"]:
                if test["outcome"] == FAILED:
                    said = _NUMBER.sub("#", test["message"].split("\n")[0])[:300]
                    key = (task["task"], test["test"].split("[")[0], test["hidden"], said)
                    if row.student not in groups.setdefault(key, []):
                        groups[key].append(row.student)
    failures = [Failure(*key, tuple(sorted(who))) for key, who in groups.items()]
    order = {task.name: k for k, task in enumerate(rows[0].unit.tasks)}
    return sorted(failures, key=lambda f: (-len(f.students), order[f.task], f.test, f.message))
