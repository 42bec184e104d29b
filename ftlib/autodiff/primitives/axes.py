"""The axes of a reduction, checked once for all of them."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from ftlib.autodiff.primitives.types import Array

Axis: TypeAlias = int | tuple[int, ...] | None


def normal_axes(axis: Axis, ndim: int) -> tuple[int, ...]:
    """`axis` as a tuple of different numbers from 0 to ndim − 1; all of them for None.

    Raises:
        ValueError: for an axis that the array does not have, or has named twice.
    """
    wanted = tuple(range(ndim)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    for each in wanted:
        if isinstance(each, bool) or not isinstance(each, (int, np.integer)):
            raise ValueError(f"axis is {axis!r}; give an integer, a tuple of integers, or None")
        if not -ndim <= each < ndim:
            raise ValueError(
                f"axis is {axis} for an array of {ndim} axes; give numbers from {-ndim} to "
                f"{ndim - 1}, or None for all"
            )
    positive = tuple(each % ndim for each in wanted)
    if len(set(positive)) < len(positive):
        raise ValueError(f"axis is {axis}, which names one axis twice; name each once")
    return positive


def require_entries(x: Array, axes: tuple[int, ...], what: str) -> None:
    """Raise when a reduction over `axes` would have nothing to reduce."""
    if any(x.shape[axis] == 0 for axis in axes):
        raise ValueError(
            f"x has shape {x.shape}; {what} over axis {axes} needs at least one entry: "
            "skip empty batches"
        )


def kept(shape: tuple[int, ...], axes: tuple[int, ...]) -> tuple[int, ...]:
    """`shape` with 1 for each of `axes`: the shape of the result when dimensions are kept."""
    return tuple(1 if axis in axes else size for axis, size in enumerate(shape))
