"""The worker's side of handles: its objects that the judge refers to, and functions of the judge's.

Nothing here is trusted by anybody. A function of the judge's is a number to the worker: it can be
called, and has no attributes to look at.
"""

from __future__ import annotations

import builtins
import copy
import functools
import importlib
import operator
import sys
from collections.abc import Callable
from typing import Any

from ftlib.grading import wire
from ftlib.grading.values import is_torch

MAX_OBJECTS = 20_000
_OPERATIONS: dict[str, Callable[..., Any]] = {
    "call": lambda function, *args, **kwargs: function(*args, **kwargs),
    **{function.__name__: function for function in (getattr, setattr, iter, next, len)},
    **{function.__name__: function for function in (copy.copy, copy.deepcopy, round, divmod)},
    "enter": lambda manager: type(manager).__enter__(manager),
    "exit": lambda manager: type(manager).__exit__(manager, None, None, None),
    "is": lambda value, kind: isinstance(value, kind),
}


def operation(name: str) -> Callable[..., Any]:
    """What an operation on a handle is called: a built-in function's name or an operator's."""
    return _OPERATIONS.get(name) or getattr(operator, name)


class Objects:
    """References in both directions, for one worker.

    Args:
        names: the namespace of the submission; a reference may be a name in it.
        call: asks the judge to call its function number so-and-so; gives back the answer.
    """

    def __init__(self, names: dict[str, Any], call: Callable[[dict[str, Any]], Any]) -> None:
        self._names = names
        self._call = call
        self._kept: list[Any] = []
        self._numbers: dict[int, int] = {}

    def outside(self, value: Any) -> list[Any]:
        """The reference of an object that is to be sent."""
        if isinstance(value, Given):
            return ["judge", value.number]
        number = self._numbers.get(id(value))
        if number is None:
            if len(self._kept) >= MAX_OBJECTS:
                raise wire.WireError(f"more than {MAX_OBJECTS} objects are too many to refer to")
            number = self._numbers[id(value)] = len(self._kept)
            self._kept.append(value)
        kind = type(value)
        name = kind.__name__ if kind.__module__ == "builtins" else kind.__qualname__
        return ["object", number, str(name)[:80], callable(value)]

    def inside(self, reference: list[Any]) -> Any:
        """What a reference of the judge's stands for here."""
        kind, what, *more = reference
        if kind == "object":
            return self._kept[what]
        if kind == "name":
            return self._names[what]
        if kind == "library":
            return functools.reduce(getattr, more, importlib.import_module(what))
        return (GivenIterator if more == ["iterator"] else Given)(what, self._call)


class Given:
    """A function of the test's: the judge computes it."""

    def __init__(self, number: int, call: Callable[[dict[str, Any]], Any]) -> None:
        self.number = number
        self._ask = call

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        torch = sys.modules.get("torch")
        tracked = any(is_torch(value) and value.requires_grad for value in args)
        if torch is not None and tracked and torch.is_grad_enabled():
            return _bridge(torch).apply(self, kwargs, *args)
        return self.asked(args, kwargs)["value"]

    def asked(self, args: tuple, kwargs: dict[str, Any], **more: Any) -> dict[str, Any]:
        """The judge's answer to a call; raises what the function raised there."""
        answer = self._ask({"call": self.number, "args": args, "kwargs": kwargs, **more})
        if "error" in answer:
            raise getattr(builtins, answer["error"]["type"])(answer["error"]["text"])
        return dict(answer)


class GivenIterator(Given):
    """An iterator of the test's."""

    def __iter__(self) -> GivenIterator:
        return self

    def __next__(self) -> Any:
        return self()


@functools.cache
def _bridge(torch: Any) -> Any:
    """Gradients through a function of the judge's: it keeps the graph and is asked for products."""

    class Bridge(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, function: Given, kwargs: dict[str, Any], *args: Any) -> Any:
            answer = function.asked(args, kwargs, keep=True)
            value = answer["value"]
            ctx.function, ctx.ticket, ctx.count = function, answer.get("ticket"), len(args)
            return value.detach() if is_torch(value) else value

        @staticmethod
        def backward(ctx: Any, gradient: Any) -> Any:
            answer = ctx.function.asked((gradient,), {}, ticket=ctx.ticket)
            return (None, None, *answer["value"])

    return Bridge
