"""Grade one submission: the tests stay here, the submission runs in a worker."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ftlib.grading.judge import Limits, Nursery
from ftlib.grading.proxy import Remote
from ftlib.grading.results import TestResult, UnitResult, gather
from ftlib.grading.submission import Submission, SubmissionError
from ftlib.grading.unit import UnitError, load, nearest, tests_of


def grade(
    submission: Submission,
    unit: str,
    root: Path,
    *,
    hidden: bool = True,
    nursery: Nursery | None = None,
    limits: Limits | None = None,
    task: str | None = None,
    seed: int = 0,
    run: Callable[..., list[TestResult]] | None = None,
) -> UnitResult:
    """Run the unit's tests against a submission.

    Args:
        submission: its code, as read by `ftlib.grading.submission.read`.
        unit: the unit's name.
        root: the project's folder, which holds `exercises/` and, for hidden tests, `solutions/`.
        hidden: run the hidden tests too.
        nursery: a warm parent to use; one is started and closed when None.
        limits: what the submission may use.
        task: run the tests of this task only; all when None.
        seed: what the tests' random numbers (`rng`) are drawn from.
        run: what runs the tests: `ftlib.grading.running.run_tests` (None), or the `run` of a
            `Standing` session.

    Returns:
        The result. It depends on the submission, the tests and the seed only.

    Raises:
        UnitError: when the unit is incomplete (no tests, no hidden tests though asked for).
        JudgeError: when workers cannot run on this machine.
    """
    if run is None:
        from ftlib.grading.running import run_tests  # brings pytest

        run = run_tests
    folder = root / "exercises" / unit
    model = load(folder)
    secret = [hidden_tests(root, unit)] if hidden else []
    for path in (tests_of(folder, unit), *secret):
        if not path.exists():
            raise UnitError(f"{path} is missing; the unit {unit!r} cannot be graded without it")
    own = nursery is None
    nursery = nursery or Nursery(submission.imports())
    remote = Remote(submission, nursery, limits)
    try:
        tests = run(
            [tests_of(folder, unit)],
            remote.student,
            task=task,
            hidden=secret,
            seed=seed,
            begin=remote.begin,
        )
        notes = remote.notes()
    finally:
        remote.close()
        if own:
            nursery.close()
    names = [name for task in model.tasks for name in task.functions]
    return gather(model, tests, (*notes, *submission.doubled(names)))


def hidden_tests(root: Path, unit: str) -> Path:
    """Where the hidden tests of a unit stand."""
    return root / "solutions" / unit / "hidden" / f"test_{unit}_hidden.py"


def nothing(unit: str, root: Path, why: str) -> UnitResult:
    """The result of what is no submission at all: no points, and a note that says why."""
    return replace(gather(load(root / "exercises" / unit), []), notes=(why,))


_STARTS = re.compile(r"start\(\s*[\"'](\w+)[\"']\s*\)")


def unit_of(path: Path, known: Iterable[str]) -> str:
    """Which unit a submission belongs to: by its name, its folder's name, or its `start(...)`.

    Raises:
        SubmissionError: when none of these names a unit.
    """
    names = set(known)
    for name in (path.stem, path.parent.name, path.name):
        if name in names:
            return name
    files = [path] if path.is_file() else sorted(path.glob("*.ipynb")) + sorted(path.glob("*.py"))
    for file in files:
        text = file.read_bytes()[: 2**20].decode("utf-8", "replace").replace('\\"', '"')
        found = _STARTS.search(text)
        if found and found[1] in names:
            return found[1]
    raise SubmissionError(
        f"{path.name} does not say which unit it is of; use --unit{nearest(path.name, names)}"
    )


def as_record(result: UnitResult, submission: str) -> dict[str, Any]:
    """A result as plain JSON values, in a fixed order and without times."""
    return {
        "submission": submission,
        "unit": result.unit.name,
        "earned": result.earned,
        "points": result.unit.points,
        "tasks": [
            {
                "task": task.task.name,
                "earned": task.earned,
                "points": task.task.points,
                "tests": [
                    {
                        "test": test.name,
                        "outcome": test.outcome,
                        "hidden": test.hidden,
                        "message": test.message,
                    }
                    for test in task.tests
                ],
            }
            for task in result.tasks
        ],
        "notes": list(result.notes),
    }


def write_record(result: UnitResult, submission: str, path: Path, seed: int = 0) -> None:
    """Write the record, with the seed, as JSON. A file at `path` is replaced, a link too."""
    record = {**as_record(result, submission), "seed": seed}
    text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    partial.write_text(text, encoding="utf-8")
    os.replace(partial, path)
