"""Broadcasting copies; the adjoint of a copy is a sum."""

from __future__ import annotations

import numpy as np

from ftlib.autodiff.primitives.types import Array


def unbroadcast(adjoint: Array, shape: tuple[int, ...]) -> Array:
    """Sum `adjoint` over the axes along which an operand of `shape` was broadcast.

    Args:
        adjoint: float64, of a shape that `shape` broadcasts to.
        shape: the operand's own shape.

    Returns:
        float64, shape `shape`.

    Raises:
        ValueError: when `shape` does not broadcast to the shape of `adjoint`.

    Source: chapter *Backpropagation*, equation (pull-broadcast).
    """
    if adjoint.shape == shape:
        return adjoint
    new = adjoint.ndim - len(shape)
    sizes = list(zip(shape, adjoint.shape[new:], strict=True)) if new >= 0 else []
    if new < 0 or any(own not in (1, seen) for own, seen in sizes):
        raise ValueError(
            f"adjoint has shape {adjoint.shape}, to which an operand of shape {shape} does not "
            "broadcast; return one entry for each entry of the operation's value"
        )
    stretched = tuple(new + axis for axis, (own, seen) in enumerate(sizes) if own != seen)
    summed = adjoint.sum(axis=(*range(new), *stretched), keepdims=True)
    return np.asarray(summed.reshape(shape))


def require_broadcastable(a: Array, b: Array) -> None:
    """Raise a ValueError that names both shapes when they do not broadcast."""
    try:
        np.broadcast_shapes(a.shape, b.shape)
    except ValueError:
        raise ValueError(
            f"a has shape {a.shape} and b has shape {b.shape}, which do not broadcast; compared "
            "from the right, two sizes must be equal or one of them 1: reshape one operand"
        ) from None
