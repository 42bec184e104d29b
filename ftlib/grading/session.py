"""`start(unit)`: the `check` of a student's notebook."""

from __future__ import annotations

import collections
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ftlib.grading.results import UnitResult
from ftlib.grading.unit import folder_of, load, tests_of

# Set by the worker of a graded run, in which nothing of a unit but the student's code exists.
inert = False


class Student:
    """The names of a running notebook as attributes: what tests call `student`."""

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace

    def __getattr__(self, name: str) -> Any:
        try:
            return self._namespace[name]
        except KeyError:
            raise AttributeError(
                f"there is no {name!r} yet; run the cell that defines it, and keep its name"
            ) from None


class Check:
    """`check("task")` tests one task, `check()` all of them, and shows points and hints.

    `check.last` holds the latest result, for code that reads it.
    """

    def __init__(self, unit: str, namespace: Mapping[str, Any], folder: Path) -> None:
        self._unit = load(folder)
        self._tests = tests_of(folder, unit)
        self._student = Student(namespace)
        self._failures: collections.Counter[str] = collections.Counter()
        self.last: UnitResult | None = None

    def __call__(self, task: str | None = None) -> None:
        """Run the tests of `task` (of all tasks when None) and show what they found.

        Raises:
            UnitError: when there is no such task; suggests the nearest name.
        """
        from ftlib.grading.render import show
        from ftlib.grading.results import gather
        from ftlib.grading.running import run_tests

        if task is not None:
            self._unit.task(task)
        self.last = gather(self._unit, run_tests([self._tests], self._student, task=task))
        chosen = [each for each in self.last.tasks if task in (None, each.task.name)]
        for each in chosen:
            if not each.passed and not each.untried:
                self._failures[each.task.name] += 1
        hints = {} if task is None else {task: self._hints(task)}
        show(chosen, hints, total=task is None)

    def _hints(self, task: str) -> tuple[str, ...]:
        """None before a failure, one after the first, all after the third."""
        given = self._unit.task(task).hints
        count = self._failures[task]
        return given if count >= 3 else given[: min(count, 1)]

    def __repr__(self) -> str:
        return f"check: {len(self._unit.tasks)} tasks, {self._unit.points} points; check() runs all"


def start(unit: str, namespace: Mapping[str, Any] | None = None) -> Any:
    """Begin a unit in a notebook: `check = start("unit")`.

    Args:
        unit: the unit's name.
        namespace: where the student's functions are; the caller's globals when None.

    Returns:
        A `Check`: call it with a task's name, or with nothing for all tasks.

    Raises:
        UnitError: when the unit is not found from the current folder.
    """
    if inert:
        return lambda *_args, **_kwargs: None
    if namespace is None:
        namespace = sys._getframe(1).f_globals
    return Check(unit, namespace, folder_of(unit))
