"""What tests get for objects of a submission that are no plain values: modules, generators, …

A handle does what a test asks of it by asking the worker: attributes, calls, iteration, entries,
operators. What comes back is plain, or again a handle. A handle is never taken for a number, an
array, a truth value or an equal of one: no method of the submission's decides what a test sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from ftlib.grading.expect import Unmet
from ftlib.grading.values import describe

MAX_ITEMS = 100_000  # that an iterator may give
MAX_BYTES = 128 * 2**20  # in all that it gives, as for one value
MAX_LENGTH = 10**8


class Link(Protocol):
    """What carries out operations over there."""

    def do(self, what: str, *args: Any, **kwargs: Any) -> Any:
        """The result of an operation."""

    @property
    def received(self) -> int:
        """Bytes that have come from over there."""


@dataclass
class Reference:
    """Which object a handle stands for.

    By its number in one worker, or by its name in the submission, which holds in every worker.
    """

    link: Link
    number: int
    kind: str
    is_callable: bool
    worker: int
    label: str
    name: str | None = None
    items: int = 0
    bytes: int = 0


def reference(handle: Handle) -> Reference:
    """The reference behind a handle, which has no public attributes of its own."""
    found: Reference = object.__getattribute__(handle, "_Handle__reference")
    return found


class Handle:
    """An object of the submission's."""

    __slots__ = ("__reference", "__weakref__")
    __ftlib_handle__ = True
    __array_ufunc__ = None  # NumPy leaves operators to this class

    def __init__(self, reference: Reference) -> None:
        object.__setattr__(self, "_Handle__reference", reference)

    def __getattr__(self, name: str) -> Any:
        __tracebackhide__ = True
        if name == "__name__":
            return reference(self).name or reference(self).kind
        if name.startswith("__"):
            raise AttributeError(name)
        return _do("getattr", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        _do("setattr", self, name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        return reference(self).link.do("call", self, *args, **kwargs)

    def __iter__(self) -> Any:
        return _do("iter", self)

    def __next__(self) -> Any:
        __tracebackhide__ = True
        known = reference(self)
        before = known.link.received
        item = _do("next", self)
        known.items += 1
        known.bytes += known.link.received - before
        if known.items > MAX_ITEMS or known.bytes > MAX_BYTES:
            raise Unmet(f"{known.label} gives no end of items, or too large ones")
        return item

    def __len__(self) -> int:
        length = _exactly(int, _do("len", self), "len")
        if not 0 <= length <= MAX_LENGTH:
            raise Unmet(f"{reference(self).label} says that its length is {length}")
        return length

    def __contains__(self, item: Any) -> bool:
        return _exactly(bool, _do("contains", self, item), "in")

    def __getitem__(self, key: Any) -> Any:
        return _do("getitem", self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        _do("setitem", self, key, value)

    def __delitem__(self, key: Any) -> None:
        _do("delitem", self, key)

    def __enter__(self) -> Any:
        return _do("enter", self)

    def __exit__(self, *_error: object) -> None:
        _do("exit", self)

    def __copy__(self) -> Any:
        return _do("copy", self)

    def __deepcopy__(self, _memo: object) -> Any:
        return _do("deepcopy", self)

    def __hash__(self) -> int:
        return hash((reference(self).name, reference(self).number))

    def __repr__(self) -> str:
        return f"<{reference(self).kind} of the submission>"

    def __bool__(self) -> bool:
        raise Unmet(f"got      {describe(self)}\nexpected True or False")

    def __array__(self, *_args: object, **_kwargs: object) -> Any:
        raise TypeError(f"{describe(self)} is no array")

    def __reduce__(self) -> Any:
        raise TypeError(f"{describe(self)} stays in its process")


def _do(what: str, handle: Handle, *args: Any) -> Any:
    __tracebackhide__ = True
    return reference(handle).link.do(what, handle, *args)


def _exactly(kind: type, value: Any, what: str) -> Any:
    """An answer that has the type the operation always has."""
    if type(value) is not kind:
        raise Unmet(f"{what} gives a {type(value).__name__} where Python wants a {kind.__name__}")
    return value


def _operator(what: str, reflected: bool) -> Any:
    def method(self: Handle, other: Any) -> Any:
        __tracebackhide__ = True
        pair = (other, self) if reflected else (self, other)
        return reference(self).link.do(what, *pair)

    return method


def _comparison(what: str) -> Any:
    def method(self: Handle, other: Any) -> bool:
        __tracebackhide__ = True
        if self is other and what in ("eq", "ne"):
            return what == "eq"
        if not isinstance(other, Handle):  # its own __eq__ may say yes to anything
            raise Unmet(
                f"got      {describe(self)}\nwhere it is compared with {type(other).__name__}"
            )
        return bool(_exactly(bool, _do(what, self, other), what))

    return method


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"):
    setattr(Handle, f"__{_name}__", _operator(_name, False))
    setattr(Handle, f"__r{_name}__", _operator(_name, True))
for _name in ("and", "or", "xor"):
    setattr(Handle, f"__{_name}__", _operator(f"{_name}_", False))
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Handle, f"__{_name}__", _comparison(_name))
for _name in ("neg", "pos", "abs", "invert"):
    setattr(Handle, f"__{_name}__", lambda self, _what=_name: _do(_what, self))
