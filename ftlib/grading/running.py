"""Run a unit's tests, plain pytest functions, against any `student`: live names or a proxy."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import numpy as np
import pytest

from ftlib.grading.expect import Unmet
from ftlib.grading.marks import task_of
from ftlib.grading.results import FAILED, PASSED, UNTRIED, TestResult
from ftlib.grading.unit import UnitError

_STUB = re.compile(r"Task (\w+): ")
# Parts of pytest that a graded run has no use for; a third of the time of ten tests is theirs.
_UNUSED = (
    *("cacheprovider", "terminal", "unraisableexception", "threadexception", "faulthandler"),
    *("warnings", "logging", "doctest", "junitxml", "pastebin", "stepwise", "setuponly"),
    *("setupplan", "legacypath", "recwarn", "subtests", "terminalprogress"),
    *("freeze_support", "python_path", "unittest", "debugging", "reports"),
)
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


class OnlyThese:
    """A pytest plugin: what lies beside the test files is not looked at, however much it is."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._way = {each for path in paths for each in (path, *path.parents)}

    @pytest.hookimpl(tryfirst=True)
    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        return None if collection_path in self._way else True


class Recorder:
    """A pytest plugin: gives the tests their `student` and keeps what became of each test."""

    def __init__(
        self,
        student: Any = None,
        task: str | None = None,
        hidden: frozenset[Path] = frozenset(),
        seed: int = 0,
        begin: Callable[[str], None] | None = None,
    ) -> None:
        self.renew(student, task, hidden, seed, begin)

    def renew(
        self,
        student: Any,
        task: str | None,
        hidden: frozenset[Path],
        seed: int,
        begin: Callable[[str], None] | None,
    ) -> None:
        """Forget all results; the arguments as in `run_tests`."""
        self._student = student
        self._task = task
        self._hidden = hidden
        self._seed = seed
        self._begin = begin
        self.results: list[TestResult] = []
        self.problems: list[str] = []

    @pytest.fixture
    def student(self) -> Any:
        return self._student

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Random inputs of one test."""
        return rng_of(request.node.name, self._seed)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if task_of(getattr(item, "obj", None)) is None:
                self.problems.append(f"{item.name} has no @task(...) above it")
        if self._task is not None:
            items[:] = [i for i in items if task_of(getattr(i, "obj", None)) == self._task]

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if self._begin is not None:
            self._begin(task_of(getattr(item, "obj", None)) or "")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problems.append(str(report.longrepr).strip().splitlines()[-1])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        # In place of pytest's own report, whose traceback nobody reads: it costs more than the
        # test itself.
        self._keep(item, call)
        outcome: Literal["passed", "failed"] = "failed" if call.excinfo else "passed"
        assert call.when != "collect"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)

    def _keep(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        # One record a test: of its call, or of the phase that kept it from being called. Only a
        # call that ended without any exception has passed: a skip or an expected failure has not.
        error = call.excinfo.value if call.excinfo else None
        if call.when != "call" and error is None:
            return
        outcome, message = (PASSED, "") if error is None else explain(error)
        name, task = item.name, task_of(getattr(item, "obj", None)) or ""
        hidden = item.path in self._hidden
        self.results = [r for r in self.results if (r.name, r.hidden) != (name, hidden)]
        self.results.append(TestResult(name, task, outcome, message, hidden))


def rng_of(test: str, seed: int) -> np.random.Generator:
    """A test's random numbers: others for another seed, the same whatever ran before."""
    return np.random.default_rng([seed, *hashlib.sha256(test.encode()).digest()[:8]])


def explain(error: BaseException) -> tuple[str, str]:
    """Outcome and message of a test that raised `error`, in words a student can use."""
    text = _ADDRESS.sub("", _shown(error))
    if isinstance(error, NotImplementedError) and _STUB.match(text):
        return UNTRIED, "not attempted yet"
    if isinstance(error, Unmet):
        return FAILED, text
    if isinstance(error, AssertionError):
        return FAILED, text.splitlines()[0] if text else "an assertion of the test does not hold"
    where = getattr(error, "student_line", None) or _line_in_notebook(error.__traceback__)
    name = getattr(error, "student_type", None) or type(error).__name__
    said = f"{name}: {text}" if text else name
    return FAILED, said + (f"\n{where}" if where else "")


def _shown(error: BaseException) -> str:
    """The message without what a terminal would obey instead of show."""
    try:
        text = str(error)
    except Exception:
        text = "(its message cannot be shown)"
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in text).strip()


def _line_in_notebook(trace: TracebackType | None) -> str:
    """The last line of the student's own code that the error passed through."""
    for frame in reversed(traceback.extract_tb(trace)):
        if "ipykernel" in frame.filename or frame.filename.startswith(("<ipython", "<cell", "<")):
            return f"in {frame.name}, line {frame.lineno} of its cell: {frame.line}".rstrip(": ")
    return ""


def run_tests(
    files: Sequence[Path],
    student: Any,
    *,
    task: str | None = None,
    hidden: Sequence[Path] = (),
    seed: int = 0,
    begin: Callable[[str], None] | None = None,
) -> list[TestResult]:
    """Run the tests in `files` and `hidden` in this process, quietly, by pytest.

    Args:
        files: public test files.
        student: what the tests get as `student`.
        task: only the tests of this task; all when None.
        hidden: hidden test files; their results are marked so.
        seed: what a test's `rng` fixture (a NumPy generator) is seeded with, beside its name.
        begin: is called with the name of its task before each test.

    Returns:
        One record a test, in the order of the files.

    Raises:
        UnitError: when a test file cannot be imported or a test has no task.
    """
    recorder = Recorder(student, task, frozenset(path.resolve() for path in hidden), seed, begin)
    collect_and_run(recorder, files, hidden)
    return recorder.results


def above(paths: Sequence[Path]) -> str:
    """The folder above all test files: pytest goes through each folder from there to them."""
    return os.path.commonpath([path.parent for path in paths])


def collect_and_run(recorder: Recorder, files: Sequence[Path], hidden: Sequence[Path]) -> None:
    """Let pytest collect the files and run them as `recorder` wants it.

    Raises:
        UnitError: when a test file cannot be imported or a test has no task.
    """
    paths = [path.resolve() for path in (*files, *hidden)]
    arguments = [*map(str, paths), *options(above(paths))]
    with no_traces(), contextlib.redirect_stdout(io.StringIO()):
        code = pytest.main(arguments, plugins=[recorder, OnlyThese(paths)])
    if code == pytest.ExitCode.INTERRUPTED and not recorder.problems:
        raise KeyboardInterrupt
    if recorder.problems or code in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.INTERNAL_ERROR):
        raise cannot_be_run(files, recorder.problems or [f"pytest ended with {code!r}"])


def options(root: str) -> list[str]:
    """What pytest is told: nothing of a project's settings, and only the parts that are needed."""
    return [
        *("-c", os.devnull, "--noconftest", "--import-mode=importlib"),
        *(f"-pno:{name}" for name in _UNUSED),
        *("--disable-plugin-autoload", "--capture=sys", f"--rootdir={root}"),
    ]


def cannot_be_run(files: Sequence[Path], problems: Sequence[str]) -> UnitError:
    what = "; ".join(problems)
    return UnitError(f"the tests of {files[0].parent.name} cannot be run: {what}")


@contextlib.contextmanager
def no_traces() -> Iterator[None]:
    """No bytecode beside the tests, and the tests read anew by the next run."""
    known, flag = set(sys.modules), sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = flag
        for name in set(sys.modules) - known:
            if name.split(".")[-1].startswith("test_"):
                del sys.modules[name]
