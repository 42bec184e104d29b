"""A pytest session that stands ready: starting one takes longer than a submission's tests."""

from __future__ import annotations

import contextlib
import io
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from ftlib.grading.results import TestResult
from ftlib.grading.running import (
    Recorder,
    above,
    cannot_be_run,
    no_traces,
    options,
)

_RUNS = 200  # what pytest remembers of each collection is thrown away after so many


class Standing:
    """Runs tests as `ftlib.grading.running.run_tests` does, one session for many runs of a unit.

    The test files are imported anew for each run, so none sees what another left in a module.
    pytest lives in a thread of its own, inside its loop over tests; `run` hands it one order at a
    time. After anything but an ordinary run (an interruption, an error of pytest's own) the
    session is given up, and the next run starts another.
    """

    def __init__(self) -> None:
        self._recorder = Recorder()
        self._orders: queue.SimpleQueue[list[Path] | None] = queue.SimpleQueue()
        self._ends: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._root, self._runs = "", 0

    def run(
        self,
        files: Sequence[Path],
        student: Any,
        *,
        task: str | None = None,
        hidden: Sequence[Path] = (),
        seed: int = 0,
        begin: Callable[[str], None] | None = None,
    ) -> list[TestResult]:
        """One record a test; arguments and errors as `run_tests`."""
        paths = [path.resolve() for path in (*files, *hidden)]
        secret = frozenset(path.resolve() for path in hidden)
        self._recorder.renew(student, task, secret, seed, begin)
        if above(paths) != self._root:
            self.close()
            self._root = above(paths)
        with no_traces(), contextlib.redirect_stdout(io.StringIO()):
            if self._thread is None:  # within, so that pytest and this block nest as they should
                self._thread = threading.Thread(target=self._serve, name="tests", daemon=True)
                self._thread.start()
            self._orders.put(paths)
            error = self._ends.get()
        self._runs += 1
        if error is not None or self._runs >= _RUNS:
            self.close()
        if self._recorder.problems:
            raise cannot_be_run(files, self._recorder.problems)
        if isinstance(error, KeyboardInterrupt | pytest.exit.Exception):
            raise KeyboardInterrupt
        if error is not None:
            raise cannot_be_run(files, [f"pytest ended with {error!r}"])
        results = self._recorder.results
        self._recorder.renew(None, None, frozenset(), 0, None)  # keep nothing of a submission
        return results

    def close(self) -> None:
        """End the session; the next run starts another."""
        if self._thread is not None:
            with contextlib.redirect_stdout(io.StringIO()):  # pytest puts back what it began with
                self._orders.put(None)
                self._thread.join()
        self._thread, self._runs = None, 0

    def _serve(self) -> None:
        """The thread: pytest from start to end. Whatever happens, an order gets its end."""
        plugins = [self._recorder, self]
        code = pytest.main([self._root, *options(self._root)], plugins=plugins)
        while True:  # it ended by itself, so orders may still come
            if self._orders.get() is None:
                return
            self._ends.put(RuntimeError(f"exit code {code!r}"))

    def pytest_collection(self, session: pytest.Session) -> bool:
        """Called by pytest in place of its own collection: each order has its own."""
        session.items = []
        return True

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Called by pytest to run what was collected."""
        capture = session.config.pluginmanager.getplugin("capturemanager")
        while True:
            capture.suspend_global_capture(in_=True)
            paths = self._orders.get()
            if paths is None:
                self._orders.put(None)  # for `_serve`
                return True
            capture.resume_global_capture()
            error: BaseException | None = None
            try:
                self._run(session, paths)
            except BaseException as raised:
                error = raised
            capture.suspend_global_capture(in_=True)
            self._ends.put(error)

    def _run(self, session: pytest.Session, paths: list[Path]) -> None:
        # As `session.perform_collect` does, which begins with a walk through all that lies beside
        # the files: longer than the tests take.
        modules = [pytest.Module.from_parent(session, path=path) for path in paths]
        items = [item for module in modules for item in session.genitems(module)]
        session.config.hook.pytest_collection_modifyitems(
            session=session, config=session.config, items=items
        )
        if self._recorder.problems:
            return
        for item, after in zip(items, [*items[1:], None], strict=True):
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        session.items = []
