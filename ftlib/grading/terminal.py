"""`pytest exercises/<unit>`: the notebook's checks in the terminal, on the saved notebook.

`exercises/conftest.py` takes the fixture and the hooks from here.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ftlib.grading.judge import JudgeError, Nursery
from ftlib.grading.marks import task_of
from ftlib.grading.proxy import Remote
from ftlib.grading.render import headline, summary
from ftlib.grading.results import PASSED, TaskResult, TestResult, gather
from ftlib.grading.running import explain, rng_of
from ftlib.grading.session import given
from ftlib.grading.student import attempts
from ftlib.grading.submission import find, read
from ftlib.grading.unit import UnitError, load

# What `exercises/conftest.py` takes: pytest knows hooks and fixtures by these names.
__all__ = [
    "pytest_addoption",
    "pytest_deselected",
    "pytest_runtest_makereport",
    "pytest_terminal_summary",
    "rng",
    "student",
]

_RESULTS = pytest.StashKey[dict[Path, list[TestResult]]]()
_LEFT_OUT = pytest.StashKey[set[str | None]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--submission PATH` (or FTLIB_SUBMISSION): grade another notebook or .py file."""
    parser.addoption(
        "--submission",
        default=os.environ.get("FTLIB_SUBMISSION"),
        help="the notebook, .py file or folder to test instead of the unit's own notebook",
    )


@pytest.fixture(scope="module")
def student(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The student's functions, which run in a process of their own."""
    folder = request.path.parent
    unit = load(folder)
    chosen = request.config.getoption("--submission")
    submission = read(find(Path(chosen) if chosen else folder / "notebook.ipynb", unit.name))
    with Nursery(submission.imports()) as nursery:
        remote = Remote(submission, nursery)
        yield remote.student
        remote.close()


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """Random inputs of one test, the same as in the notebook."""
    return rng_of(request.node.name, seed=0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say what a student can use, in place of a traceback through this machinery."""
    report = yield
    error = call.excinfo.value if call.excinfo else None
    name = task_of(getattr(item, "obj", None))
    if name is None or (call.when != "call" and error is None):
        return report
    outcome, message = (PASSED, "") if error is None else explain(error)
    if report.failed:
        report.longrepr = message
    if isinstance(error, JudgeError):  # this machine's fault and nobody's attempt
        return report
    kept = item.config.stash.setdefault(_RESULTS, {})
    result = TestResult(item.name, name, outcome, message)
    kept.setdefault(item.path.parent, []).append(result)
    return report


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Note tasks that are tested in part (`-k …`): nothing can be said of all of them."""
    for item in items:
        left = item.config.stash.setdefault(_LEFT_OUT, set())
        left.add(task_of(getattr(item, "obj", None)))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Points for each task, of the tests that ran, and hints as `check` gives them."""
    for folder, tests in config.stash.get(_RESULTS, {}).items():
        try:
            result = gather(load(folder), tests)
        except UnitError:
            continue
        ran = [task for task in result.tasks if task.tests]
        failures = _attempted(folder, ran, config)
        terminalreporter.section(f"points in {result.unit.name}")
        for task in ran:
            terminalreporter.write_line(headline(task))
            for hint in given(task.task, failures.get(task.task.name, 0)):
                if not (task.passed or task.untried):
                    terminalreporter.write_line(f"  hint: {hint}")
        terminalreporter.write_line(summary(ran))


def _attempted(folder: Path, ran: list[TaskResult], config: pytest.Config) -> dict[str, int]:
    """Keep the attempts at tasks that were tested whole; how often each task has failed."""
    if config.getoption("--submission") or any("::" in argument for argument in config.args):
        return {}  # somebody else's answers, or single tests
    left = config.stash.get(_LEFT_OUT, set())
    whole = [task for task in ran if task.task.name not in left]
    try:
        kept = attempts.record(folder, whole)
    except OSError:  # a folder that cannot be written: no memory, and no fault
        kept = attempts.load(folder)
    return {name: attempt.failures for name, attempt in kept.items()}
