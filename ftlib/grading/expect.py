"""Assertions for graded tests: each failure says what was got, what was expected, what to try.

All of them take NumPy arrays, torch and TensorFlow tensors, numbers and lists alike, and never
broadcast: shapes must match. They are the same in the notebook, in the terminal and in grading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np

from ftlib.grading.advice import advice
from ftlib.grading.values import (
    NotAnArray,
    as_array,
    describe,
    figure,
    is_arraylike,
    is_tensorflow,
    is_torch,
    kind,
)

__all__ = [
    "Unmet",
    "between",
    "close",
    "dtype",
    "equal",
    "finite",
    "raises",
    "shape",
    "true",
    "unchanged",
]


class Unmet(AssertionError):
    """An expectation was not met; the text is what the student reads."""


def close(
    got: Any, want: Any, *, rtol: float = 1e-7, atol: float = 0.0, nan_equal: bool = False
) -> None:
    """`got` equals `want` within `|got − want| ≤ atol + rtol·|want|`, entry by entry.

    Args:
        got: what the student returned: a number, array, tensor, or lists, tuples and dicts of them.
        want: the expected value, of the same shape. Nothing is broadcast.
        rtol: relative tolerance.
        atol: absolute tolerance; give one where an expected value is 0.
        nan_equal: a NaN is close to nothing, unless this is set and both have it in one place.

    Raises:
        Unmet: on a difference, a wrong shape, bools for numbers, complex for real numbers.
    """
    __tracebackhide__ = True
    _same(got, want, "", rtol, atol, nan_equal)


def equal(got: Any, want: Any) -> None:
    """`got` equals `want` exactly: numbers, strings, None, arrays, and containers of them.

    Lists and tuples count as the same; an integer equals the same float; True is not 1; NaN
    equals NaN in the same place. A scalar of NumPy is what it holds: `np.str_("a")` is "a",
    `np.bool_(True)` is True.

    Raises:
        Unmet: with the first difference.
    """
    __tracebackhide__ = True
    _same(got, want, "", 0.0, 0.0, True)


def unchanged(before: Any, after: Any) -> None:
    """`after`, an argument after the call, is still what `before`, a copy made earlier, was.

    Works in graded runs too: what a call does to its arguments is carried back to the test.

    Raises:
        Unmet: says that the function changed its argument, and where.
    """
    __tracebackhide__ = True
    try:
        _same(after, before, "", 0.0, 0.0, True)
        _same_dtype(after, before)
    except Unmet as error:
        seen = str(error).split("\ntry: ")[0]
        raise Unmet(
            f"the function changed its argument in place\n{seen}\n"
            "try: work on a copy, or build a new value instead of assigning into the argument"
        ) from None


def raises(
    error: type[BaseException] | tuple[type[BaseException], ...],
    function: Callable[..., Any],
    /,
    *args: Any,
    match: str | None = None,
    **kwargs: Any,
) -> None:
    """`function(*args, **kwargs)` raises `error`, with a message in which `match` is found.

    Raises:
        Unmet: when nothing or something else is raised. The stub's own NotImplementedError and
            an `Unmet` pass through.
    """
    __tracebackhide__ = True
    wanted = error if isinstance(error, tuple) else (error,)
    names = " or ".join(each.__name__ for each in wanted)
    try:
        got = function(*args, **kwargs)
    except (Unmet, NotImplementedError):  # first: the stub must not pass for a RuntimeError
        raise
    except wanted as caught:
        if match is not None and not re.search(match, str(caught)):
            raise Unmet(
                f"got      {type(caught).__name__}: {caught}\n"
                f"expected {names} with a message that has {match!r} in it"
            ) from None
        return
    except Exception as caught:
        raise Unmet(
            f"got      {type(caught).__name__}: {caught}\nexpected {names} to be raised"
        ) from None
    raise Unmet(
        f"got      {describe(got)}\nexpected {names} to be raised\n"
        "try: check the argument first, and raise before computing"
    )


def finite(got: Any) -> None:
    """Every entry of `got` is finite: no NaN, no infinity.

    Raises:
        Unmet: with the first entry that is not, or when `got` holds no numbers.
    """
    __tracebackhide__ = True
    array = _array(got, "a finite number or array")
    bad = ~np.isfinite(array) if array.dtype.kind in "fc" else np.zeros(array.shape, bool)
    if bad.any():
        raise Unmet(
            f"got      {describe(got)}\nexpected finite values\n{_where(bad)}: got "
            f"{figure(array[_first(bad)])}\n"
            "try: look for a logarithm of 0, a division by 0, or an exponential that overflows"
        )


def shape(got: Any, want: tuple[int, ...]) -> None:
    """`got` has the shape `want` (`()` for a single number).

    Raises:
        Unmet: names both shapes.
    """
    __tracebackhide__ = True
    array = _array(got, f"a value of shape {tuple(want)}")
    if array.shape != tuple(want):
        raise Unmet(f"got      {describe(got)}\nexpected shape {tuple(want)}")


def dtype(got: Any, want: Any) -> None:
    """`got` has the dtype `want` (`np.float32`, `torch.float32` or `"float32"`).

    Raises:
        Unmet: names both dtypes.
    """
    __tracebackhide__ = True
    kind_ = got.dtype if is_arraylike(got) and hasattr(got, "dtype") else type(got)
    seen, wanted = _dtype_name(kind_), _dtype_name(want)
    if seen != wanted:
        raise Unmet(f"got      {describe(got)}\nexpected dtype {wanted}")


def between(got: Any, low: float, high: float) -> None:
    """Every entry of `got` lies in the closed interval from `low` to `high`; NaN does not.

    Raises:
        Unmet: with the first entry outside.
    """
    __tracebackhide__ = True
    array = _array(got, f"values from {low} to {high}")
    if kind(array) != "number":
        raise Unmet(f"got      {describe(got)}\nexpected numbers from {low} to {high}")
    bad = ~((array >= low) & (array <= high))
    if bad.any():
        raise Unmet(
            f"got      {describe(got)}\nexpected values from {figure(low)} to {figure(high)}\n"
            f"{_where(bad)}: got {figure(array[_first(bad)])}"
        )


def true(condition: Any, message: str) -> None:
    """`condition` is true; otherwise the student reads `message`, a sentence.

    Raises:
        Unmet: with `message`.
        ValueError: when `condition` is not a bool (an array, or a value that merely looks true).
    """
    __tracebackhide__ = True
    if not isinstance(condition, (bool, np.bool_)):
        raise ValueError(f"condition {describe(condition)} is not a bool; compare something first")
    if not condition:
        raise Unmet(message)


def _same(got: Any, want: Any, path: str, rtol: float, atol: float, nan_equal: bool) -> None:
    __tracebackhide__ = True
    if isinstance(want, Mapping):
        return _same_mapping(got, want, path, rtol, atol, nan_equal)
    if want is None or isinstance(want, (str, bytes, AbstractSet)):
        return _same_plain(got, want, path)
    if isinstance(want, (list, tuple)) and not _numeric(want):
        return _same_sequence(got, want, path, rtol, atol, nan_equal)
    return _same_numbers(got, want, path, rtol, atol, nan_equal)


def _numeric(value: Any) -> bool:
    """Whether nested lists stand for one array of numbers (an empty list does not)."""
    if isinstance(value, (list, tuple)) and not value:
        return False
    try:
        as_array(value)
    except NotAnArray:
        return False
    return True


def _same_plain(got: Any, want: Any, path: str) -> None:
    here, there = _without_numpy(got), _without_numpy(want)
    sets = isinstance(here, AbstractSet) and isinstance(there, AbstractSet)
    if not (sets or type(here) is type(there)) or here != there:
        raise Unmet(_both(got, want, path) + advice(got, want))


def _without_numpy(value: Any) -> Any:
    """NumPy's own strings as Python's. Subclasses stay what they are: their `==` may lie."""
    if type(value) is np.str_:
        return str.__str__(value)
    return bytes(value) if type(value) is np.bytes_ else value


def _same_mapping(
    got: Any, want: Mapping, path: str, rtol: float, atol: float, nan_equal: bool
) -> None:
    __tracebackhide__ = True
    if not isinstance(got, Mapping):
        raise Unmet(_both(got, want, path) + advice(got, want))
    missing = [key for key in want if key not in got]
    extra = [key for key in got if key not in want]
    if missing or extra:
        said = [f"missing {missing}"] * bool(missing) + [f"not expected {extra}"] * bool(extra)
        raise Unmet(_both(got, want, path) + f"\nkeys: {'; '.join(said)}")
    for key in want:
        _same(got[key], want[key], f"{path}[{key!r}]", rtol, atol, nan_equal)


def _same_sequence(
    got: Any, want: list | tuple, path: str, rtol: float, atol: float, nan_equal: bool
) -> None:
    __tracebackhide__ = True
    if not isinstance(got, (list, tuple)) or len(got) != len(want):
        raise Unmet(_both(got, want, path) + advice(got, want))
    for index, (one, other) in enumerate(zip(got, want, strict=True)):
        _same(one, other, f"{path}[{index}]", rtol, atol, nan_equal)


def _same_numbers(
    got: Any, want: Any, path: str, rtol: float, atol: float, nan_equal: bool
) -> None:
    __tracebackhide__ = True
    if not is_arraylike(want) and not _numeric(want):
        raise ValueError(f"want {describe(want)} cannot be compared; give plain values or arrays")
    there = as_array(want)
    try:
        here = as_array(got)
    except NotAnArray:
        raise Unmet(_both(got, want, path) + advice(got, want)) from None
    if here.shape != there.shape:
        sizes = f"\nshape {here.shape} is not {there.shape}"
        raise Unmet(_both(got, want, path) + sizes + advice(got, want))
    if kind(here) != kind(there) and not (kind(here) == "number" and kind(there)[0] == "c"):
        kinds = f"\ngot {kind(here)}s where {kind(there)}s are expected"
        raise Unmet(_both(got, want, path) + kinds)
    bad = _differs(here, there, rtol, atol, nan_equal)
    if bad.any():
        raise Unmet(
            _both(got, want, path)
            + _difference(here, there, bad, rtol, atol)
            + advice(here, there, rtol)
        )


def _differs(
    here: np.ndarray, there: np.ndarray, rtol: float, atol: float, nan_equal: bool
) -> np.ndarray:
    """A mask of the entries that differ. Infinities are equal to themselves only."""
    kinds = {here.dtype.kind, there.dtype.kind}
    if not kinds & {"f", "c"} and rtol == atol == 0:
        return np.asarray(here != there)
    if "O" in kinds:  # integers beyond 64 bits
        here, there = here.astype(float), there.astype(float)
    wide = np.result_type(here, there, np.float64)
    one, other = here.astype(wide), there.astype(wide)
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.abs(one - other) <= atol + rtol * np.abs(other)
        finite_ = np.isfinite(one) & np.isfinite(other)
        good = np.where(finite_, near, one == other)
        if nan_equal:
            good |= np.isnan(one) & np.isnan(other)
    return np.asarray(~good)


def _difference(
    here: np.ndarray, there: np.ndarray, bad: np.ndarray, rtol: float, atol: float
) -> str:
    index = _first(bad)
    one, other = here[index], there[index]
    text = f"\n{_where(bad)}: got {figure(one)}, expected {figure(other)}"
    if (rtol or atol) and np.isfinite(complex(one)) and np.isfinite(complex(other)):
        with np.errstate(all="ignore"):
            gap, allowed = abs(complex(one) - complex(other)), atol + rtol * abs(complex(other))
        text += f" (off by {gap:.3g}, allowed {allowed:.3g})"
    return text + (f"\n{int(bad.sum())} of {bad.size} entries differ" if bad.size > 1 else "")


def _first(bad: np.ndarray) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(bad)[0])


def _where(bad: np.ndarray) -> str:
    index = _first(bad)
    return f"first at index [{', '.join(map(str, index))}]" if index else "the value"


def _both(got: Any, want: Any, path: str) -> str:
    at = f"at {path}:\n" if path else ""
    return f"{at}got      {describe(got)}\nexpected {describe(want)}"


def _array(got: Any, what: str) -> np.ndarray:
    __tracebackhide__ = True
    try:
        return as_array(got)
    except NotAnArray:
        raise Unmet(f"got      {describe(got)}\nexpected {what}{advice(got, 0.0)}") from None


def _dtype_name(value: Any) -> str:
    text = str(getattr(value, "name", None) or getattr(value, "__name__", None) or value)
    return text.replace("torch.", "")


def _same_dtype(after: Any, before: Any) -> None:
    for check in (is_torch, is_tensorflow, lambda value: isinstance(value, np.ndarray)):
        if check(after) and check(before):
            dtype(after, before.dtype)
