"""Operations that move entries and compute nothing: their pulls move the adjoint back."""

from __future__ import annotations

from typing import Any

import numpy as np

from ftlib.autodiff.primitives.axes import normal_axes
from ftlib.autodiff.primitives.types import Array, Result


def reshape(x: Array, shape: tuple[int, ...]) -> Result:
    """The entries of x, row by row, in another shape (one size may be −1)."""
    try:
        value = x.reshape(shape)
    except (ValueError, TypeError):
        raise ValueError(
            f"shape is {shape} for {x.size} entries of shape {x.shape}; give sizes whose product "
            "is the number of entries"
        ) from None
    return value, (lambda g: g.reshape(x.shape),)


def transpose(x: Array, axes: tuple[int, ...] | None = None) -> Result:
    """The axes of x in the order `axes`, reversed for None; the pull puts them back."""
    order = tuple(range(x.ndim))[::-1] if axes is None else normal_axes(axes, x.ndim)
    if len(order) != x.ndim:
        raise ValueError(f"axes is {axes} for an array of {x.ndim} axes; name each axis once")
    back = tuple(int(i) for i in np.argsort(order))
    return x.transpose(order), (lambda g: g.transpose(back),)


def index(x: Array, where: Any) -> Result:
    """x[where]: numbers, slices, integer or boolean arrays.

    The pull *adds* the adjoint into a zero array: an entry that was taken twice gets both.

    Source: chapter *Backpropagation*, equation (pull-index).
    """
    value = np.asarray(x[where])

    def to_x(adjoint: Array) -> Array:
        slopes = np.zeros_like(x)
        np.add.at(slopes, where, adjoint)  # slopes[where] += adjoint would count once
        return slopes

    return value, (to_x,)
