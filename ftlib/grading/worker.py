"""The untrusted side: runs a student's cells and calls, sends back plain values, knows nothing.

It holds no test, no expected value and no score. What the student's code does to this process it
does to itself: every answer that leaves is a plain value, which the judge compares.
"""

from __future__ import annotations

import ast
import builtins
import linecache
import sys
import traceback
import types
from typing import Any

from ftlib.grading import session, wire
from ftlib.grading.channel import Channel, Closed

_TEXT = 2000  # characters of an exception's text that are sent


def serve(channel: Channel) -> None:
    """Answer the judge's requests until it closes the channel."""
    session.inert = True
    module = types.ModuleType("__main__")
    module.__dict__["check"] = lambda *_args, **_kwargs: None
    sys.modules["__main__"] = module
    while True:
        try:
            request = channel.receive()
        except (Closed, wire.WireError):
            return
        answer = _answer(module, request)
        try:
            channel.send({"id": request["id"], **answer})
        except wire.WireError as error:
            channel.send({"id": request["id"], "unsendable": str(error)})


def _answer(module: types.ModuleType, request: dict[str, Any]) -> dict[str, Any]:
    try:
        if request["op"] == "cell":
            _run_cell(module, request["name"], request["source"])
            return {"value": None}
        if request["op"] == "look":
            return _look(module, request["name"])
        return _call(getattr(module, request["name"]), request["args"], request["kwargs"])
    except BaseException as error:
        return {"error": _told(error)}


def _run_cell(module: types.ModuleType, name: str, source: str) -> None:
    tree = ast.parse(source, name)
    # So that a traceback can quote the line of the cell.
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    exec(compile(tree, name, "exec"), module.__dict__)


def _look(module: types.ModuleType, name: str) -> dict[str, Any]:
    if name not in module.__dict__:
        return {"kind": "missing"}
    value = module.__dict__[name]
    return {"kind": "callable"} if callable(value) else {"kind": "value", "value": value}


def _call(function: Any, args: tuple, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Call, and report those arguments that the call has changed."""
    given: dict[Any, Any] = {**dict(enumerate(args)), **kwargs}
    before = {key: wire.pack(value) for key, value in given.items()}
    answer: dict[str, Any] = {}
    try:
        answer["value"] = function(*args, **kwargs)
    except BaseException as error:
        answer["error"] = _told(error)
    answer["changed"] = {k: v for k, v in given.items() if wire.pack(v) != before[k]}
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
