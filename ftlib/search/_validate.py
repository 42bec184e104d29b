"""What the functions of this room demand of their arguments."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def require_count(name: str, value: int, least: int = 1) -> None:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise ValueError(f"{name} is {value!r}; give a whole number from {least} up")


def require_open_share(name: str, value: float) -> None:
    if not 0 < value < 1:
        raise ValueError(f"{name} is {value!r}; give a share between 0 and 1, such as 0.05")


def require_spread(name: str, value: float) -> None:
    if not (math.isfinite(value) and value >= 0):
        raise ValueError(f"{name} is {value!r}; give a standard deviation, 0 or more")


def require_positive(name: str, value: float) -> None:
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"{name} is {value!r}; give a finite number above 0")


def finite(name: str, values: ArrayLike, axes: int) -> Array:
    """As float64 with `axes` axes, not empty, all finite."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != axes or array.size == 0:
        raise ValueError(f"{name} has shape {array.shape}; give {axes} axes and at least one entry")
    if not np.isfinite(array).all():
        raise ValueError(
            f"{name} holds NaN or infinity; give failed trials the worst score instead"
        )
    return array
