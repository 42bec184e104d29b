"""What every optimiser demands of its arguments, and the sentences it says otherwise."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def parameters_and_gradient(theta: ArrayLike, grad: ArrayLike) -> tuple[Array, Array]:
    """Both as float64 of one shape; the gradient holds no NaN."""
    parameters, gradient = _as_float64("theta", theta), _as_float64("grad", grad)
    if parameters.shape != gradient.shape:
        raise ValueError(
            f"grad has shape {gradient.shape} and theta has shape {parameters.shape}; give one "
            "slope for each parameter (nothing is broadcast: reshape one of them)"
        )
    bad = np.isnan(gradient)
    if bad.any():
        index = tuple(int(i) for i in np.argwhere(bad)[0])
        raise ValueError(
            f"grad is NaN at index {index}; look for the step that made it (an overflow, 0/0, "
            "a learning rate that is too large)"
        )
    return parameters, gradient


def require_rate(name: str, value: float) -> None:
    """A rate or a penalty: finite and not negative."""
    if not (math.isfinite(value) and value >= 0):
        raise ValueError(f"{name} is {value!r}; give a finite number from 0 up, such as 0.001")


def require_share(name: str, value: float) -> None:
    """How much of an average is kept: at least 0, and less than all of it."""
    if not 0 <= value < 1:
        raise ValueError(f"{name} is {value!r}; give a number in [0, 1), such as 0.9")


def require_positive(name: str, value: float) -> None:
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"{name} is {value!r}; give a finite number above 0, such as 1e-8")


def require_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ValueError(f"{name} is {value!r}; use one of {', '.join(map(repr, choices))}")


def require_count(name: str, value: int, least: int) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise ValueError(f"{name} is {value!r}; give a whole number from {least} up")


def _as_float64(name: str, value: ArrayLike) -> Array:
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(
            f"{name} is a ragged sequence; give rows of equal length, or a flat list"
        ) from error
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} has dtype {array.dtype}; give real numbers, such as float64")
    return array.astype(np.float64, copy=False)  # nothing here writes into an argument
