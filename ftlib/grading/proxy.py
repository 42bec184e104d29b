"""`student` in a graded run: the same attribute access and calls, answered by a worker."""

from __future__ import annotations

import builtins
import collections
import time
from typing import Any

from ftlib.grading import wire
from ftlib.grading.expect import Unmet
from ftlib.grading.judge import Limits, Nursery, Stopped, Worker
from ftlib.grading.mirror import mirror
from ftlib.grading.submission import Submission, defines

_TEXT = 2000  # characters of a message that are believed
_GIVE_UP = 2  # a function that was stopped so often is not called again


class Remote:
    """A submission that runs in workers. Close it when done.

    Its cells run in order, each under a time limit; one that fails, hangs or crashes is noted and
    does not keep the others from running. After a call that hangs or crashes, the next one gets a
    fresh process in which the good cells have run again.
    """

    def __init__(self, submission: Submission, nursery: Nursery, limits: Limits | None = None):
        self._submission = submission
        self._nursery = nursery
        self._limits = limits or Limits()
        self._end = time.monotonic() + self._limits.total_s
        self._worker: Worker | None = None
        self._fatal: set[int] = set()
        self._stops: collections.Counter[str] = collections.Counter()
        self._failed: dict[int, str] = {}

        self.student = _Student(self)

    def look(self, name: str) -> Any:
        """A name of the submission: its value, or for a callable what calls it over there.

        Raises:
            AttributeError: when there is no such name; says which cell failed to define it.
        """
        __tracebackhide__ = True
        answer = self.ask({"op": "look", "name": name}, name)
        if answer.get("kind") == "callable":
            return _Function(self, name)
        if answer.get("kind") == "missing":
            raise AttributeError(f"there is no {name!r} in the submission{self._reason(name)}")
        return _result(answer, name)

    def notes(self) -> tuple[str, ...]:
        """What was wrong with cells, in their order; runs the cells if nothing has yet."""
        self._started()
        return tuple(self._failed[index] for index in sorted(self._failed))

    def close(self) -> None:
        """End the worker, if there is one."""
        if self._worker is not None:
            self._worker.end()
        self._worker = None

    def _reason(self, name: str) -> str:
        for index, why in sorted(self._failed.items()):
            if name in defines(self._submission.cells[index].source):
                return f": {why}"
        return "; was its cell deleted, or the name changed?"

    def ask(self, request: dict[str, Any], name: str) -> dict[str, Any]:
        """Send a request about `name` to a worker; Stopped when no answer comes."""
        __tracebackhide__ = True
        if self._stops[name] >= _GIVE_UP:
            raise Stopped(f"{name}(…) was stopped before and is not called again")
        worker = self._started()
        doing = f"{name}(…)" if request["op"] == "call" else f"reading {name!r}"
        try:
            return worker.ask(request, self._seconds(self._limits.call_s), doing)
        except Stopped:
            self._stops[name] += 1
            self._worker = None
            raise
        except wire.WireError as error:  # a ValueError: a test might take it for the student's
            raise Stopped(f"the test of {name} passes what cannot be sent: {error}") from None

    def _seconds(self, most: float) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise Stopped(f"the submission has used up its {self._limits.total_s:.0f} s in all")
        return min(most, left)

    def _started(self) -> Worker:
        """A worker in which all good cells have run."""
        while self._worker is None:
            worker = Worker(self._nursery, self._limits)
            if self._run_cells(worker):
                self._worker = worker
        return self._worker

    def _run_cells(self, worker: Worker) -> bool:
        """Run the cells; False when one killed the worker (it is left out from then on)."""
        for index, cell in enumerate(self._submission.cells):
            if index in self._fatal:
                continue
            request = {"op": "cell", "name": f"<{cell.name}>", "source": cell.source}
            try:
                answer = worker.ask(request, self._seconds(self._limits.cell_s), cell.name)
            except Stopped as stop:
                worker.end()
                self._fatal.add(index)
                self._failed[index] = str(stop)
                return False
            if "error" in answer:
                self._failed[index] = f"{cell.name} failed with {_said(answer['error'])}"
        return True


class _Student:
    """What tests get: every attribute is a name of the submission, and none is the judge's."""

    __slots__ = ("__remote",)

    def __init__(self, remote: Remote) -> None:
        self.__remote = remote

    def __getattr__(self, name: str) -> Any:
        __tracebackhide__ = True
        if name.startswith("__"):
            raise AttributeError(name)
        return self.__remote.look(name)


class _Function:
    """A function of the student's: calls go to the worker, changed arguments come back."""

    def __init__(self, remote: Remote, name: str) -> None:
        self._remote = remote
        self.__name__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        name = self.__name__
        request = {"op": "call", "name": name, "args": args, "kwargs": kwargs}
        answer = self._remote.ask(request, name)
        changed = answer.get("changed")
        given: dict[Any, Any] = {**dict(enumerate(args)), **kwargs}
        for key, state in (changed if isinstance(changed, dict) else {}).items():
            if key in given:
                try:
                    mirror(given[key], state)
                except ValueError as error:
                    raise Unmet(f"{name}: {error}") from None
        return _result(answer, name)


def _result(answer: dict[str, Any], name: str) -> Any:
    __tracebackhide__ = True
    if "unsendable" in answer:
        raise Unmet(f"{name} gives back what a graded run cannot compare: {answer['unsendable']}")
    if "error" in answer:
        raise _rebuilt(answer["error"])
    if "value" not in answer:
        raise Stopped(f"{name}(…) made its process send what is no answer")
    return answer["value"]


def _said(error: Any) -> str:
    """`ValueError: the message (in cell 3, line 2: …)` out of what a worker told."""
    fields = error if isinstance(error, dict) else {}
    line = fields.get("line")
    return f"{fields.get('type')}: {fields.get('text')}" + (f" ({line})" if line else "")


def _rebuilt(error: Any) -> BaseException:
    """The student's exception as the nearest built-in one, with where it was raised."""
    if not isinstance(error, dict) or not isinstance(error.get("bases"), list):
        return Stopped("an exception that cannot be read")
    text = str(error.get("text"))[:_TEXT]
    for base in error["bases"]:
        kind = getattr(builtins, base, None) if isinstance(base, str) else None
        if not isinstance(kind, type) or not issubclass(kind, Exception):
            continue
        try:
            rebuilt: BaseException = kind(text)
        except TypeError:  # UnicodeError and its like want more than a text: take their base
            continue
        break
    else:
        rebuilt = Stopped(text)  # SystemExit, KeyboardInterrupt: not for the judge to act on
    for attribute, field in (("student_type", "type"), ("student_line", "line")):
        setattr(rebuilt, attribute, str(error.get(field, "")))
    return rebuilt
