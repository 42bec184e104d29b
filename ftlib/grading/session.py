"""`start(unit)`: the `check` of a student's notebook."""

from __future__ import annotations

import collections
import contextlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ftlib.grading.results import TaskResult, UnitResult
from ftlib.grading.student import attempts
from ftlib.grading.unit import Task, folder_of, load, tests_of

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
        self._folder = folder
        self._tests = tests_of(folder, unit)
        self._student = Student(namespace)
        # Hints that were earned before the kernel was restarted are not to be earned again.
        kept = {name: attempt.failures for name, attempt in attempts.load(folder).items()}
        self._failures = collections.Counter(kept)
        self.last: UnitResult | None = None

    def __call__(self, task: str | None = None) -> None:
        """Run the tests of `task` (of all tasks when None) and show what they found.

        Raises:
            UnitError: when there is no such task; suggests the nearest name.
            AssertionError: when a test fails and nbgrader executes the notebook (its only way to
                see that a cell has earned nothing).
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
        open_ = [each.task for each in chosen if task is not None and not each.passed]
        hints = {each.name: given(each, self._failures[each.name]) for each in open_}
        show(chosen, hints, total=task is None)
        self._keep(chosen)

    def _keep(self, chosen: list[TaskResult]) -> None:
        """Remember the attempt; or, in nbgrader's own runs, tell it of a failure."""
        if "NBGRADER_EXECUTION" not in os.environ:
            with contextlib.suppress(OSError):  # a folder that cannot be written is no fault
                attempts.record(self._folder, chosen)
            return
        failed = [each.task.name for each in chosen if not each.passed]
        if failed:
            raise AssertionError(f"not passed: {', '.join(failed)}")

    def __repr__(self) -> str:
        return f"check: {len(self._unit.tasks)} tasks, {self._unit.points} points; check() runs all"


def given(task: Task, failures: int) -> tuple[str, ...]:
    """The hints of a task: none before a failure, one after the first, all after the third."""
    return task.hints if failures >= 3 else task.hints[: min(failures, 1)]


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
