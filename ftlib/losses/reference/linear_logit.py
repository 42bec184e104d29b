"""Binary cross-entropy of the linear model z = X θ (logistic regression): loss to Hessian."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses._validate import as_float64, require_no_nan
from ftlib.losses.reference.binary_cross_entropy import (
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_grad,
    binary_cross_entropy_with_logits_hessian,
)


def linear_logit_loss(theta: ArrayLike, X: ArrayLike, y: ArrayLike) -> float:
    """The mean binary cross-entropy of the logits X θ.

    Args:
        theta: parameters, shape [K].
        X: inputs, shape [N, K] (a column of ones gives an intercept).
        y: targets in [0, 1], shape [N].

    Returns:
        A float, in nats.

    Raises:
        ValueError: for shapes that do not fit, no examples, NaN, or targets outside [0, 1].

    Source: chapter *Binary cross-entropy*, equation (empirical-risk).
    """
    weights, inputs = _checked(theta, X)
    return float(binary_cross_entropy_with_logits(inputs @ weights, y))


def linear_logit_grad(theta: ArrayLike, X: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
    """∂/∂θ of the mean loss: Xᵀ (p − y) / N; float64, shape [K]. Args as `linear_logit_loss`.

    Source: chapter *Binary cross-entropy*, equation (grad-linear).
    """
    weights, inputs = _checked(theta, X)
    return inputs.T @ binary_cross_entropy_with_logits_grad(inputs @ weights, y)


def linear_logit_hessian(theta: ArrayLike, X: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
    """∂²/∂θ² of the mean loss: Xᵀ diag(p (1 − p)) X / N; float64, shape [K, K], symmetric.

    It is positive semidefinite: the loss of a linear model is convex. Args as
    `linear_logit_loss`.

    Source: chapter *Binary cross-entropy*, equation (hessian-linear).
    """
    weights, inputs = _checked(theta, X)
    curvature = binary_cross_entropy_with_logits_hessian(inputs @ weights, y)
    return inputs.T @ (curvature[:, None] * inputs)


def _checked(theta: ArrayLike, X: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    weights, inputs = as_float64("theta", theta), as_float64("X", X)
    if inputs.ndim != 2 or weights.shape != inputs.shape[1:]:
        raise ValueError(
            f"theta has shape {weights.shape} and X has shape {inputs.shape}; give X as [N, K] "
            "and theta as [K], one parameter for each column"
        )
    require_no_nan("theta", weights)
    require_no_nan("X", inputs)
    return weights, inputs
