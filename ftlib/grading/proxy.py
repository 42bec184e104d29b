"""`student` in a graded run: the same attribute access and calls, answered by a worker."""

from __future__ import annotations

import builtins
import collections
import time
import weakref
from typing import Any

from ftlib.grading import wire
from ftlib.grading.callbacks import Callbacks, Refused
from ftlib.grading.expect import Unmet
from ftlib.grading.handles import Handle, Reference, reference
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
        self._task = ""
        self._spent: dict[str, float] = collections.defaultdict(float)  # seconds of each task
        self._worker: Worker | None = None
        self._workers = 0  # how many there have been: references of one mean nothing to another
        self._fatal: set[int] = set()
        self._stops: collections.Counter[str] = collections.Counter()
        self._failed: dict[int, str] = {}
        self._callbacks = Callbacks()
        self._handles: weakref.WeakValueDictionary[int, Handle] = weakref.WeakValueDictionary()
        self._label = ""  # of the object that is being used, for those that come out of it

        self.student = _Student(self)

    def look(self, name: str) -> Any:
        """A name of the submission: its value, or a handle on what is no plain value.

        Raises:
            AttributeError: when there is no such name; says which cell failed to define it.
        """
        __tracebackhide__ = True
        answer = self._ask({"op": "look", "name": name}, name, f"reading {name!r}")
        if "missing" in answer:
            raise AttributeError(f"there is no {name!r} in the submission{self._reason(name)}")
        value = _result(answer, name)
        if isinstance(value, Handle):
            reference(value).name = name  # so it outlives the worker
        return value

    def do(self, what: str, *args: Any, **kwargs: Any) -> Any:
        """An operation on objects of the submission; what it changes in `args` is carried back."""
        __tracebackhide__ = True
        label = next(reference(each).label for each in args if isinstance(each, Handle))
        request = {"op": "do", "what": what, "args": args, "kwargs": kwargs}
        answer = self._ask(request, label, f"{label}(…)" if what == "call" else f"using {label}")
        changed = answer.get("changed")
        given: dict[Any, Any] = {**dict(enumerate(args)), **kwargs}
        for key, state in (changed if isinstance(changed, dict) else {}).items():
            if key in given:
                try:
                    mirror(given[key], state)
                except ValueError as error:
                    raise Unmet(f"{label}: {error}") from None
        return _result(answer, label)

    def begin(self, task: str) -> None:
        """From here on, time counts for this task."""
        if task != self._task and self._worker is not None:
            self._worker.begin_task()
        self._task = task

    @property
    def received(self) -> int:
        """Bytes that have come from the worker so far."""
        return 0 if self._worker is None else self._worker.received

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

    def _ask(self, request: dict[str, Any], label: str, doing: str) -> dict[str, Any]:
        """Send a request about `label` to a worker; Stopped when no answer comes."""
        __tracebackhide__ = True
        if self._stops[label] >= _GIVE_UP:
            raise Stopped(f"{label}(…) was stopped before and is not called again")
        try:
            answer = self._ask_once(request, label, doing)
        except Stopped:
            if request["op"] != "look":
                self._stops[label] += 1
                raise
            # Reading a name runs nothing: what an earlier call left behind has killed the process.
            answer = self._ask_once(request, label, doing)
        if "MemoryError" in _bases(answer):
            self.close()  # nor shall the next call suffer from what this one has left
        failure, self._callbacks.failure = self._callbacks.failure, None
        if failure is not None:
            raise failure
        return answer

    def _ask_once(self, request: dict[str, Any], label: str, doing: str) -> dict[str, Any]:
        __tracebackhide__ = True
        worker = self._started()
        before, self._label = self._label, label
        begin = time.monotonic()
        try:
            return worker.ask(request, self._seconds_of_task(), doing, self._answer)
        except Stopped:
            self.close()
            raise
        except wire.WireError as error:  # a ValueError: a test might take it for the student's
            raise Stopped(f"the test of {label} passes what cannot be sent: {error}") from None
        finally:
            self._label = before
            self._spent[self._task] += time.monotonic() - begin

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """What a function that the test passed gives back to the submission."""
        self._seconds(1.0)
        try:
            answer = self._callbacks.answer(request)
        except Refused as error:
            raise wire.MalformedError(str(error)) from None
        try:
            wire.pack(answer, self._outside)
        except wire.WireError as error:
            self._callbacks.failure = Stopped(f"the test's own function: {error}")
            answer = {"error": {"type": "TypeError", "text": "no value that can be sent"}}
        return answer

    def _outside(self, value: Any) -> list[Any]:
        """The reference of what a test passes and is no plain value."""
        if not isinstance(value, Handle):
            return self._callbacks.reference(value) or wire.refuse(value)
        known = reference(value)
        if known.name is not None:
            return ["name", known.name]
        if known.worker != self._workers:
            raise Stopped(f"{known.label} is gone: its process was stopped")
        return ["object", known.number]

    def _inside(self, body: list[Any]) -> Any:
        """What stands for a reference of the worker's: a handle, or what the test had passed."""
        if body[0] == "judge":
            (number,) = body[1:]
            return self._callbacks.original(number)
        _, number, kind, is_callable = body
        found = self._handles.get(number)
        if found is None:
            if type(number) is not int or type(kind) is not str or type(is_callable) is not bool:
                raise wire.MalformedError("a reference that is none")
            kind = "".join(c for c in kind if c.isprintable())[:80]
            label = self._label
            found = Handle(Reference(self, number, kind, is_callable, self._workers, label))
            self._handles[number] = found
        return found

    def _seconds(self, most: float) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise Stopped(f"the submission has used up its {self._limits.total_s:.0f} s in all")
        return min(most, left)

    def _seconds_of_task(self) -> float:
        left = self._limits.task_s - self._spent[self._task]
        if left <= 0:
            raise Stopped(f"the task has used up its {self._limits.task_s:.0f} s")
        return self._seconds(min(self._limits.call_s, left))

    def _started(self) -> Worker:
        """A worker in which all good cells have run."""
        while self._worker is None:
            self._workers += 1
            self._handles.clear()
            worker = Worker(self._nursery, self._limits, self._outside, self._inside)
            if self._run_cells(worker):
                worker.begin_task()
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


def _bases(answer: dict[str, Any]) -> list[Any]:
    """The built-in classes that an answer's exception belongs to."""
    error = answer.get("error")
    bases = error.get("bases") if isinstance(error, dict) else None
    return bases if isinstance(bases, list) else []


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
