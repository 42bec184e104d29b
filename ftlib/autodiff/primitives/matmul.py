"""The matrix product of NumPy: vectors, matrices, and stacks of matrices that broadcast."""

from __future__ import annotations

import numpy as np

from ftlib.autodiff.primitives.broadcasting import unbroadcast
from ftlib.autodiff.primitives.types import Array, Result


def matmul(a: Array, b: Array) -> Result:
    """a @ b; for matrices the pulls are Ā = C̄ Bᵀ and B̄ = Aᵀ C̄.

    Args:
        a: float64, shape [..., m, k], or [k].
        b: float64, shape [..., k, n], or [k]. The leading axes broadcast.

    Raises:
        ValueError: when the inner sizes differ, the leading axes do not broadcast, or an operand
            is a single number.

    Source: chapter *Backpropagation*, equation (pull-matmul).
    """
    left = a[None, :] if a.ndim == 1 else a  # a vector counts as a row on the left …
    right = b[:, None] if b.ndim == 1 else b  # … and as a column on the right
    if 0 in (a.ndim, b.ndim) or left.shape[-1] != right.shape[-2]:
        raise ValueError(
            f"a has shape {a.shape} and b has shape {b.shape}; for a @ b the last size of a must "
            "be the last but one of b (for a single number, multiply with *)"
        )
    try:
        full = _product(left, right)
    except ValueError:
        raise ValueError(
            f"a has shape {a.shape} and b has shape {b.shape}; the axes before the last two must "
            "broadcast: reshape one operand"
        ) from None

    def to_a(adjoint: Array) -> Array:
        product = _product(adjoint.reshape(full.shape), np.swapaxes(right, -1, -2))  # [..., m, k]
        return unbroadcast(product, left.shape).reshape(a.shape)

    def to_b(adjoint: Array) -> Array:
        product = _product(np.swapaxes(left, -1, -2), adjoint.reshape(full.shape))  # [..., k, n]
        return unbroadcast(product, right.shape).reshape(b.shape)

    dropped = (-2,) * (a.ndim == 1) + (-1,) * (b.ndim == 1)  # a vector's axis of length 1
    return full.squeeze(dropped), (to_a, to_b)


def _product(left: Array, right: Array) -> Array:
    with np.errstate(invalid="ignore", over="ignore"):  # IEEE's NaN and inf, without a warning
        return np.asarray(np.matmul(left, right))
