"""Run a unit's tests against many answers: collected once, one fork of a warm process an answer.

Unlike `ftlib.grading.grade`, this runs code of ours, not of strangers: a mutant of a reference
answer may hang or fill the memory, but it does not forge. So the tests run beside it.
"""

from __future__ import annotations

import collections
import contextlib
import gc
import importlib
import os
import resource
import select
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ftlib.grading import session
from ftlib.grading.marks import task_of
from ftlib.grading.results import PASSED
from ftlib.grading.running import Recorder, collect_and_run
from ftlib.grading.session import Student
from ftlib.grading.submission import Submission

SURVIVED, KILLED, TIMEOUT = "survived", "killed", "timeout"
# Processor seconds that an answer may use: so many, or so many times the reference's. And how much
# longer the clock on the wall may run, on a busy machine.
_SHORTEST_S, _TIMES, _WALL = 0.5, 20.0, 60.0
_MEMORY_BYTES = 2 * 2**30


@dataclass(frozen=True)
class Answer:
    """Code that stands in for one task's answer: a cell, run after the reference's."""

    task: str
    source: str


@dataclass(frozen=True)
class Verdict:
    """What became of an answer: the test that it failed first, if one did."""

    outcome: str
    by: str = ""


def try_all(
    reference: Submission,
    answers: Iterable[Answer],
    files: Sequence[Path],
    hidden: Sequence[Path],
    done: Callable[[Verdict], None] = lambda _verdict: None,
) -> list[Verdict]:
    """A verdict for each answer, in their order.

    Args:
        reference: the cells that run before an answer.
        answers: what is tried.
        files: the unit's public tests.
        hidden: its hidden tests.
        done: is called after each answer.

    Raises:
        UnitError: when the tests cannot be run, or the reference itself fails them.
    """
    _import(reference.imports())
    trials = _Trials(reference, list(answers), done)
    collect_and_run(trials, files, hidden)
    return trials.verdicts


class _Trials(Recorder):
    """Forks once an answer, where pytest would run each test once."""

    def __init__(
        self, reference: Submission, answers: list[Answer], done: Callable[[Verdict], None]
    ) -> None:
        super().__init__()
        self._cells = [compile(cell.source, f"<{cell.name}>", "exec") for cell in reference.cells]
        self._answers, self._done = answers, done
        self.verdicts: list[Verdict] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Called by pytest after collection, in place of running the tests."""
        items = collections.defaultdict(list)
        for item in session.items:
            items[task_of(getattr(item, "obj", None)) or ""].append(item)
        tasks = dict.fromkeys(answer.task for answer in self._answers)
        for task in tasks:
            verdict = self._fork(items[task], "", 60.0)
            if verdict.outcome != SURVIVED:
                self.problems.append(f"the reference of {task} fails {verdict.by or 'by hanging'}")
                return True
        gc.freeze()
        limits = {}
        for task in tasks:
            begin = _used(resource.RUSAGE_CHILDREN)
            self._fork(items[task], "", 60.0)
            limits[task] = max(_SHORTEST_S, _TIMES * (_used(resource.RUSAGE_CHILDREN) - begin))
        for answer in self._answers:
            self.verdicts.append(self._fork(items[answer.task], answer.source, limits[answer.task]))
            self._done(self.verdicts[-1])
        return True

    def _fork(self, items: list[pytest.Item], source: str, seconds: float) -> Verdict:
        """Try one answer in a child; without a source, the reference, and import what it did."""
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            try:
                os.close(reader)
                _limit(seconds)
                known = set(sys.modules)
                failed = self._first_failed(items, source) or "."
                more = [] if source else [name for name in sys.modules if name not in known]
                with open(writer, "w") as pipe:
                    pipe.write("\n".join([failed.replace("\n", " "), *more]))
            finally:
                os._exit(0)
        os.close(writer)
        ready, _, _ = select.select([reader], [], [], _WALL * seconds)
        with open(reader) as pipe:
            said, *more = pipe.read().split("\n") if ready else [""]
        if not ready:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not ready or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF):
            return Verdict(TIMEOUT)
        _import(more)
        return Verdict(SURVIVED) if said == "." else Verdict(KILLED, said or "(a crash)")

    def _first_failed(self, items: list[pytest.Item], source: str) -> str:
        """The name of the first test that the answer fails; empty when it passes all."""
        session.inert = True
        names: dict[str, Any] = {"__name__": "__main__", "check": lambda *_args, **_kwargs: None}
        try:
            for cell in self._cells:
                exec(cell, names)
            exec(compile(source, "<answer>", "exec"), names)
        except BaseException as error:
            return f"(does not run: {error!r})"
        self._student = Student(names)
        for item in items:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            if any(result.outcome != PASSED for result in self.results):
                return item.name
        return "" if items else "(no test)"


def _import(names: Iterable[str]) -> None:
    """Import what children need, once for all of them. No operation is run: threads do not fork."""
    for name in names:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)


def _used(whose: int) -> float:
    """Processor seconds of this process, or of its children that have ended."""
    return sum(resource.getrusage(whose)[:2])


def _limit(seconds: float) -> None:
    """Streams to nowhere; limits on processor time and memory."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    signal.setitimer(signal.ITIMER_PROF, seconds)  # finer than RLIMIT_CPU; unhandled, it kills
    with contextlib.suppress(OSError), open("/proc/self/statm") as file:  # Linux
        mapped = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (mapped + _MEMORY_BYTES,) * 2)
