"""The sigmoid, its derivative, and the softplus whose derivative it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses._validate import as_float64, require_no_nan


def sigmoid(z: ArrayLike) -> NDArray[np.float64]:
    """σ(z) = 1 / (1 + e^(−z)), without overflow for any z.

    Args:
        z: logits, any shape; ±inf are taken.

    Returns:
        Probabilities, float64, the shape of `z`. Tiny ones keep all their digits
        (σ(−40) is 4.2e-18, not 0).

    Raises:
        ValueError: for a NaN or a `z` that holds no real numbers.

    Source: chapter *Binary cross-entropy*, equation (sigmoid).
    """
    logits = as_float64("z", z)
    require_no_nan("z", logits)
    return sigmoid_of(logits)


def sigmoid_of(z: NDArray[np.float64]) -> NDArray[np.float64]:
    """`sigmoid` of numbers already checked; NaN stays NaN."""
    tail = np.exp(-np.abs(z))  # in (0, 1]: the exponent is never positive
    return np.where(z >= 0, 1.0, tail) / (1.0 + tail)


def sigmoid_grad(z: ArrayLike) -> NDArray[np.float64]:
    """dσ/dz = σ(z) σ(−z) = p (1 − p); float64, the shape of `z`. Errors as `sigmoid`.

    Source: chapter *Binary cross-entropy*, equation (sigmoid-slope).
    """
    logits = as_float64("z", z)
    return sigmoid(logits) * sigmoid(-logits)  # σ(−z) is 1 − p without the cancellation


def softplus(z: ArrayLike) -> NDArray[np.float64]:
    """log(1 + e^z) = max(z, 0) + log(1 + e^(−|z|)); float64, the shape of `z`.

    Errors as `sigmoid`.

    Source: chapter *Binary cross-entropy*, equation (softplus).
    """
    logits = as_float64("z", z)
    require_no_nan("z", logits)
    return softplus_of(logits)


def softplus_of(z: NDArray[np.float64]) -> NDArray[np.float64]:
    """`softplus` of numbers already checked; NaN stays NaN."""
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))
