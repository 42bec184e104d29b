"""The judge's side of functions that a test passes to a submission: it calls them on request.

The worker can do one thing with such a function: have it called with values that it sends.
"""

from __future__ import annotations

import builtins
import collections
import inspect
import math
import operator
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ftlib.grading.values import is_torch

MAX_CALLS = 100_000  # by one submission
MAX_DEPTH = 8  # calls into the submission inside calls back
_TICKETS = 32  # graphs kept for a gradient that may be asked for
_LIBRARIES = ("math", "operator", "numpy", "torch", "torch.nn.functional", "torch.nn")
_TEXT = 500


class Refused(Exception):
    """A request that no honest worker sends."""


def library_name(value: Any) -> list[str] | None:
    """Where a function or class of Python's, NumPy's or torch's is found by everybody, if it is.

    Such a one is not called back: the submission has it, too.
    """
    name = getattr(value, "__name__", None)
    if not isinstance(name, str) or not callable(value):
        return None
    if getattr(builtins, name, None) is value:
        return ["library", "builtins", name]
    for module in (math, operator, np, *map(sys.modules.get, _LIBRARIES[3:])):
        if module is not None and getattr(module, name, None) is value:
            return ["library", module.__name__, name]
    return None


class Callbacks:
    """Functions and iterators that tests have passed, by number."""

    def __init__(self) -> None:
        self._given: list[tuple[Any, Callable[..., Any]]] = []
        self._numbers: dict[int, int] = {}
        self._calls = 0
        self._depth = 0
        self._graphs: collections.OrderedDict[int, tuple[list[Any], Any]] = (
            collections.OrderedDict()
        )
        self.failure: BaseException | None = None

    def reference(self, value: Any) -> list[Any] | None:
        """The reference of a function or an iterator; None for anything else."""
        if isinstance(value, Iterator):
            return ["judge", self._number(value, value.__next__), "iterator"]
        known = library_name(value)
        if known is not None or not _is_function(value):
            return known
        return ["judge", self._number(value, value)]

    def _number(self, value: Any, function: Callable[..., Any]) -> int:
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self._given)
            self._given.append((value, function))
        return self._numbers[id(value)]

    def original(self, number: Any) -> Any:
        """What was passed under a number, when the submission hands it back. Raises Refused."""
        return self._of(number)[0]

    def _of(self, number: Any) -> tuple[Any, Callable[..., Any]]:
        if type(number) is not int or not 0 <= number < len(self._given):
            raise Refused("no such function was passed")
        return self._given[number]

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Call what a worker asks for.

        A failed assertion inside is the test's own: it is kept in `failure`, to be raised when
        the submission has answered, and its text (which may hold an expected value) is not sent.

        Raises:
            Refused: the request is no call of a function that was passed, or one too many.
        """
        function = self._of(request.get("call"))[1]
        args, kwargs = request.get("args"), request.get("kwargs")
        self._calls += 1
        if type(args) is not tuple or type(kwargs) is not dict or self._calls > MAX_CALLS:
            raise Refused("no call, or one too many")
        if self._depth >= MAX_DEPTH:
            return _error("RecursionError", "calls between the test and the submission nest")
        self._depth += 1
        try:
            if "ticket" in request:
                return {"value": self._gradient(request["ticket"], args)}
            if request.get("keep") is True:
                return self._kept(function, args, kwargs)
            return {"value": function(*args, **kwargs)}
        except AssertionError as error:
            self.failure = self.failure or error
            return _error("AssertionError", "")
        except Exception as error:
            return _error(_builtin(error), str(error)[:_TEXT])
        finally:
            self._depth -= 1

    def _kept(self, function: Callable[..., Any], args: tuple, kwargs: Any) -> dict[str, Any]:
        """The value, with a ticket for its gradient with respect to the tensors in `args`."""
        value = function(*args, **kwargs)
        if not (is_torch(value) and value.requires_grad):
            return {"value": value}
        self._graphs[self._calls] = (list(args), value)
        if len(self._graphs) > _TICKETS:
            self._graphs.popitem(last=False)
        return {"value": value.detach(), "ticket": self._calls}

    def _gradient(self, ticket: Any, args: tuple) -> list[Any]:
        import torch

        if type(ticket) is not int or ticket not in self._graphs:
            raise RuntimeError("the gradient of a call that was too long ago")
        inputs, output = self._graphs[ticket]
        wanted = [i for i, each in enumerate(inputs) if is_torch(each) and each.requires_grad]
        given = dict.fromkeys(range(len(inputs)))
        found = torch.autograd.grad(
            output, [inputs[i] for i in wanted], args, retain_graph=True, allow_unused=True
        )
        return list((given | dict(zip(wanted, found, strict=True))).values())


def _is_function(value: Any) -> bool:
    """Functions, methods, partials and instances that are called; no classes and no modules."""
    return callable(value) and not inspect.isclass(value) and not inspect.ismodule(value)


def _error(kind: str, text: str) -> dict[str, Any]:
    return {"error": {"type": kind, "text": text}}


def _builtin(error: Exception) -> str:
    """The nearest built-in class that a text makes an instance of."""
    for kind in type(error).__mro__:
        if getattr(builtins, kind.__name__, None) is kind and not issubclass(kind, UnicodeError):
            return kind.__name__
    return "Exception"
