"""The focal loss: binary cross-entropy that looks away from what is already right."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses import _binary
from ftlib.losses._validate import (
    as_float64,
    require_reduction,
    require_same_shape,
    require_unit_interval,
)
from ftlib.losses.reference.sigmoid import sigmoid_of, softplus_of

Array = NDArray[np.float64]


def binary_focal_loss_with_logits(
    z: ArrayLike,
    y: ArrayLike,
    reduction: str = "mean",
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    validate: bool = True,
) -> Array:
    """−a (1 − p)^γ log p − b p^γ log(1 − p) with p = σ(z), a = α y, b = (1 − α)(1 − y).

    Args:
        z: finite logits, any shape.
        y: targets in [0, 1], the shape of `z`.
        reduction: "none", "mean" (over all elements) or "sum".
        gamma: γ ≥ 0, up to 100; 0 is the binary cross-entropy.
        alpha: α in [0, 1], the weight of the positive side; none: both sides weigh 1.
        validate: look at the values too (NaN, infinities, targets).

    Returns:
        float64, in nats.

    Raises:
        ValueError: as `binary_cross_entropy_with_logits`, for infinite logits (where the loss
            multiplies 0 by ∞), and for γ or α out of range.

    Warns:
        SuspiciousLogits: as `binary_cross_entropy_with_logits`.

    Source: chapter *Binary cross-entropy*, equation (focal); Lin et al. (2017).
    """
    logits, a, b = _sides(z, y, reduction, gamma, alpha, validate)
    losses = a * _side(logits, gamma) + b * _side(-logits, gamma)
    if reduction == "none":
        return losses
    return np.asarray(losses.mean() if reduction == "mean" else losses.sum())


def binary_focal_loss_with_logits_grad(
    z: ArrayLike,
    y: ArrayLike,
    reduction: str = "mean",
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    validate: bool = True,
) -> Array:
    """∂/∂z: b p^γ [p − γ (1 − p) log(1 − p)] − a (1 − p)^γ [(1 − p) − γ p log p].

    For γ = 0 it is p − y. Args and errors: as `binary_focal_loss_with_logits`.

    Returns:
        float64, the shape of `z`; divided by their number for "mean".

    Source: chapter *Binary cross-entropy*, equation (focal-grad).
    """
    logits, a, b = _sides(z, y, reduction, gamma, alpha, validate)
    slopes = b * _slope(-logits, gamma) - a * _slope(logits, gamma)
    return slopes / slopes.size if reduction == "mean" else slopes


def _side(z: Array, gamma: float) -> Array:
    """−(1 − p)^γ log p; the logarithms are taken first, so nothing rounds to 0 too early."""
    log_p, log_miss = -softplus_of(-z), -softplus_of(z)
    return -np.exp(gamma * log_miss) * log_p


def _slope(z: Array, gamma: float) -> Array:
    """(1 − p)^γ [(1 − p) − γ p log p], the size of the derivative of `_side`."""
    log_p, log_miss = -softplus_of(-z), -softplus_of(z)
    return np.exp(gamma * log_miss) * (sigmoid_of(-z) - gamma * sigmoid_of(z) * log_p)


def _sides(
    z: ArrayLike, y: ArrayLike, reduction: str, gamma: float, alpha: float | None, validate: bool
) -> tuple[Array, Array, Array]:
    logits, target = as_float64("z", z), as_float64("y", y)
    require_same_shape("z", logits.shape, target.shape)
    require_reduction(reduction, logits.size, "z")
    _binary.require_focal_options(gamma, alpha)
    if validate:
        _binary.require_finite_logits(logits)
        _binary.warn_if_probabilities(logits)
        require_unit_interval("y", target)
    positive, negative = (1.0, 1.0) if alpha is None else (alpha, 1.0 - alpha)
    return logits, positive * target, negative * (1.0 - target)
