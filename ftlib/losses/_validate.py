"""What every back end demands of its arguments, and the sentences it says otherwise.

The torch and TensorFlow back ends test with their own operations and come here, with NumPy
copies, only to word the error: so a fault is described alike everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

REDUCTIONS = ("none", "mean", "sum")


def as_array(name: str, value: ArrayLike) -> NDArray:
    """`value` as an array of its own dtype, any shape."""
    try:
        return np.asarray(value)
    except ValueError as error:
        raise ValueError(
            f"{name} is a ragged sequence; give rows of equal length, or a flat list"
        ) from error


def as_float64(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """`value` as float64, any shape; booleans, integers and floats are taken, nothing else."""
    array = as_array(name, value)
    require_real(name, array.dtype.kind, str(array.dtype))
    return array.astype(np.float64, copy=False)  # nothing here writes into an argument


def require_real(name: str, kind: str, dtype: str) -> None:
    """NumPy's kinds b, i, u, f are real numbers; complex, text and objects are not."""
    if kind not in "biuf":
        raise ValueError(f"{name} has dtype {dtype}; give real numbers, such as float32")


def require_floating(name: str, floating: bool, dtype: str) -> None:
    if not floating:
        raise ValueError(
            f"{name} has dtype {dtype}; give floating-point numbers "
            "(a gradient needs them), such as float32"
        )


def require_reduction(reduction: str, size: int | None, name: str) -> None:
    """`size` is how many numbers `name` holds, or None where that is not yet known."""
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction is {reduction!r}; use 'none', 'mean' or 'sum'")
    if reduction == "mean" and size == 0:
        raise ValueError(
            f"{name} is empty and reduction is 'mean'; a mean needs at least one example: "
            "skip empty batches, or use 'sum'"
        )


def require_same_shape(
    name: str, shape: Sequence[int | None], y_shape: Sequence[int | None]
) -> None:
    if tuple(shape) != tuple(y_shape):
        raise ValueError(
            f"y has shape {tuple(y_shape)} and {name} has shape {tuple(shape)}; give one target "
            "for each prediction (nothing is broadcast: reshape one of them)"
        )


def require_no_nan(name: str, array: NDArray) -> None:
    """Raise at the first NaN of `array`, any shape."""
    bad = np.isnan(array)
    if bad.any():
        raise ValueError(
            f"{name} is NaN at index {first(bad)}; look for the step that made it "
            "(an overflow, 0/0, a learning rate that is too large)"
        )


def require_finite(name: str, array: NDArray, remedy: str, *, below: bool = True) -> None:
    """Raise at the first NaN or infinity of `array`; without `below`, −inf is taken."""
    require_no_nan(name, array)
    bad = np.isinf(array) if below else np.isposinf(array)
    if bad.any():
        index = first(bad)
        raise ValueError(f"{name} is {float(array[index]):g} at index {index}; {remedy}")


def require_unit_interval(name: str, array: NDArray) -> None:
    """Raise at the first number of `array` outside [0, 1] or NaN, any shape."""
    require_no_nan(name, array)
    bad = (array < 0) | (array > 1)
    if bad.any():
        index = first(bad)
        remedy = (
            "targets are probabilities: give 0, 1, or a number between them"
            if name == "y"
            else "probabilities lie between 0 and 1: for logits use the ..._with_logits function"
        )
        raise ValueError(f"{name} is {float(array[index]):g} at index {index}; {remedy}")


def first(mask: NDArray[np.bool_]) -> tuple[int, ...]:
    """The index of the first True."""
    return tuple(int(i) for i in np.argwhere(mask)[0])
