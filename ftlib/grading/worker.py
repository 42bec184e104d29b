"""The untrusted side: runs a student's cells and calls, sends back plain values, knows nothing.

It holds no test, no expected value and no score. What the student's code does to this process it
does to itself: every answer that leaves is a plain value, which the judge compares.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import linecache
import socket
import sys
import traceback
import types
from typing import Any

from ftlib.grading import session, wire
from ftlib.grading.channel import Channel, Closed
from ftlib.grading.objects import Objects, operation

_TEXT = 2000  # characters of an exception's text that are sent


class Server:
    """Answers the judge's requests until it closes the channel."""

    def __init__(self, end: socket.socket) -> None:
        session.inert = True
        self._module = types.ModuleType("__main__")
        self._module.__dict__["check"] = lambda *_args, **_kwargs: None
        sys.modules["__main__"] = self._module
        self._objects = Objects(self._module.__dict__, self._call_judge)
        self._channel = Channel(end, self._objects.outside, self._objects.inside)
        self._current = 0

    def serve(self) -> None:
        """Say that the worker is ready, then answer one request after the other."""
        self._channel.send({"ready": True})
        with contextlib.suppress(Closed, wire.WireError):
            while True:
                self._serve(self._channel.receive())

    def _serve(self, request: dict[str, Any]) -> None:
        before, self._current = self._current, request["id"]
        answer = self._answer(request)
        try:
            self._channel.send({"id": request["id"], **answer})
        except wire.WireError as error:
            self._channel.send({"id": request["id"], "unsendable": str(error)})
        self._current = before

    def _call_judge(self, message: dict[str, Any]) -> Any:
        """Have a function of the test's called; the test may call back while it computes."""
        self._channel.send({"id": self._current, **message})
        while True:
            request = self._channel.receive()
            if request["op"] == "return":
                return request
            self._serve(request)

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            if request["op"] == "cell":
                _run_cell(self._module, request["name"], request["source"])
                return {"value": None}
            if request["op"] == "look":
                return self._look(request["name"])
            given = operation(request["what"]), request["args"], request["kwargs"]
            return _do(*given, self._objects.outside)
        except BaseException as error:
            return {"error": _told(error)}

    def _look(self, name: str) -> dict[str, Any]:
        if name not in self._module.__dict__:
            return {"missing": True}
        return {"value": self._module.__dict__[name]}


def _run_cell(module: types.ModuleType, name: str, source: str) -> None:
    tree = ast.parse(source, name)
    # So that a traceback can quote the line of the cell.
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    exec(compile(tree, name, "exec"), module.__dict__)


def _do(function: Any, args: tuple, kwargs: dict[str, Any], outside: wire.Outside) -> Any:
    """Call, and report those arguments that the call has changed."""
    given: dict[Any, Any] = {**dict(enumerate(args)), **kwargs}
    before = {key: wire.pack(value, outside) for key, value in given.items()}
    answer: dict[str, Any] = {}
    try:
        answer["value"] = function(*args, **kwargs)
    except BaseException as error:
        answer["error"] = _told(error)
    answer["changed"] = {k: v for k, v in given.items() if wire.pack(v, outside) != before[k]}
    return answer


def _told(error: BaseException) -> dict[str, Any]:
    """An exception as plain text: its type, its built-in bases, its message, its line."""
    try:
        text = str(error)[:_TEXT]
    except BaseException:
        text = "(its message cannot be shown)"
    kinds = type(error).__mro__
    bases = [kind.__name__ for kind in kinds if getattr(builtins, kind.__name__, None) is kind]
    return {"type": type(error).__name__, "bases": bases, "text": text, "line": _line(error)}


def _line(error: BaseException) -> str:
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith("<cell "):
            where = f"in {frame.filename[1:-1]}, line {frame.lineno}"
            return f"{where}: {frame.line}" if frame.line else where
    return ""
