"""Binary cross-entropy and its derivatives, in the probability and in the logit."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses._validate import (
    as_float64,
    require_no_nan,
    require_reduction,
    require_same_shape,
    require_unit_interval,
)
from ftlib.losses.reference.bernoulli import log_likelihood_terms
from ftlib.losses.reference.sigmoid import sigmoid, sigmoid_grad


def binary_cross_entropy(
    p: ArrayLike, y: ArrayLike, reduction: str = "mean"
) -> NDArray[np.float64]:
    """−[y log p + (1 − y) log(1 − p)], in nats.

    Args:
        p: probabilities of the positive class, in [0, 1], any shape.
        y: targets, the shape of `p`: 0, 1, or soft targets between them.
        reduction: "none" (shape of `p`), "mean" (a scalar, over all elements) or "sum".

    Returns:
        float64. +inf where `p` holds impossible what happened (p = 0 and y > 0, or p = 1 and
        y < 1); a term with factor 0 counts 0.

    Raises:
        ValueError: for unequal shapes (nothing is broadcast), numbers outside [0, 1] or NaN,
            an unknown reduction, or the mean of nothing.

    Source: chapter *Binary cross-entropy*, equations (bce) and (empirical-risk).
    """
    prob, target = _probabilities(p, y, reduction)
    return _reduce(-log_likelihood_terms(prob, target), reduction)


def binary_cross_entropy_grad(
    p: ArrayLike, y: ArrayLike, reduction: str = "mean"
) -> NDArray[np.float64]:
    """∂/∂p of the reduced loss: (1 − y)/(1 − p) − y/p, divided by N for "mean".

    Args and errors: as `binary_cross_entropy`.

    Returns:
        float64, the shape of `p`: ∓inf where the loss is infinite. "none" gives each loss's
        derivative in its own p, which equals "sum".

    Source: chapter *Binary cross-entropy*, equation (grad-p).
    """
    prob, target = _probabilities(p, y, reduction)
    return _share(_ratio(1.0 - target, 1.0 - prob) - _ratio(target, prob), reduction)


def binary_cross_entropy_with_logits(
    z: ArrayLike, y: ArrayLike, reduction: str = "mean"
) -> NDArray[np.float64]:
    """Binary cross-entropy of p = σ(z): |z|·m + log(1 + e^(−|z|)), m the target's wrong side.

    m is the share of the target that lies on the other side of 0 than z: 1 − y for z ≥ 0,
    y for z < 0. Nothing overflows and nothing cancels, so no digit is lost for any logit.

    Args:
        z: logits, any shape; ±inf are taken.
        y: targets in [0, 1], the shape of `z`.
        reduction: "none", "mean" or "sum".

    Returns:
        float64, in nats; +inf only where z = ±inf and the target disagrees.

    Raises:
        ValueError: as `binary_cross_entropy`, with a NaN logit in place of a bad `p`.

    Source: chapter *Binary cross-entropy*, equation (stable).
    """
    logits, target = _logits(z, y, reduction)
    distance = np.abs(logits)
    wrong = np.where(logits >= 0, 1.0 - target, target)
    with np.errstate(invalid="ignore"):  # inf · 0, which the next line sets to 0
        hinge = np.where(wrong == 0, 0.0, distance * wrong)
    return _reduce(hinge + np.log1p(np.exp(-distance)), reduction)


def binary_cross_entropy_with_logits_grad(
    z: ArrayLike, y: ArrayLike, reduction: str = "mean"
) -> NDArray[np.float64]:
    """∂/∂z of the reduced loss: p − y with p = σ(z), divided by N for "mean".

    It is computed as (1 − y) σ(z) − y σ(−z), which is the same number without the
    cancellation of p − y when p is close to y = 1.

    Args and errors: as `binary_cross_entropy_with_logits`.

    Returns:
        float64, the shape of `z`, between −1 and 1. "none" equals "sum".

    Source: chapter *Binary cross-entropy*, equation (grad-z).
    """
    logits, target = _logits(z, y, reduction)
    return _share((1.0 - target) * sigmoid(logits) - target * sigmoid(-logits), reduction)


def binary_cross_entropy_with_logits_hessian(
    z: ArrayLike, y: ArrayLike, reduction: str = "mean"
) -> NDArray[np.float64]:
    """∂²/∂z² of the reduced loss: p (1 − p), whatever the target, divided by N for "mean".

    The Hessian in z is diagonal (each loss sees one logit); this is its diagonal.

    Args and errors: as `binary_cross_entropy_with_logits`.

    Returns:
        float64, the shape of `z`, between 0 and 1/4.

    Source: chapter *Binary cross-entropy*, equation (curvature).
    """
    logits, _ = _logits(z, y, reduction)
    return _share(sigmoid_grad(logits), reduction)


def parameter_grad(
    p: ArrayLike, y: ArrayLike, dp_dtheta: ArrayLike, reduction: str = "mean"
) -> NDArray[np.float64]:
    """∂L/∂θₖ = ∑ᵢ ∂L/∂pᵢ · ∂pᵢ/∂θₖ: the chain rule for any model with probabilities pᵢ(θ).

    Args:
        p: probabilities of N examples, in (0, 1), shape [N].
        y: targets in [0, 1], shape [N].
        dp_dtheta: the model's derivatives ∂pᵢ/∂θₖ, shape [N, K].
        reduction: "mean" or "sum" ("none" equals "sum").

    Returns:
        float64, shape [K].

    Raises:
        ValueError: as `binary_cross_entropy`; for a `p` of exactly 0 or 1, where the rule
            would multiply an infinite slope by a vanished one; for a `dp_dtheta` without one
            row for each example.

    Source: chapter *Binary cross-entropy*, equation (grad-theta).
    """
    slopes = np.atleast_1d(binary_cross_entropy_grad(p, y, reduction))
    jacobian = as_float64("dp_dtheta", dp_dtheta)
    if jacobian.ndim != 2 or jacobian.shape[0] != slopes.size:
        raise ValueError(
            f"dp_dtheta has shape {jacobian.shape} for {slopes.size} examples; give one row an "
            "example and one column a parameter"
        )
    ends = np.isin(as_float64("p", p), (0.0, 1.0))
    if ends.any():
        raise ValueError(
            f"p is exactly 0 or 1 for {int(ends.sum())} of {ends.size} examples; the rule is "
            "defined for p between them: work in the logit (…_with_logits_grad) instead"
        )
    require_no_nan("dp_dtheta", jacobian)
    return slopes.ravel() @ jacobian


def _probabilities(
    p: ArrayLike, y: ArrayLike, reduction: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    prob, target = as_float64("p", p), as_float64("y", y)
    require_same_shape("p", prob.shape, target.shape)
    require_reduction(reduction, prob.size, "p")
    require_unit_interval("p", prob)
    require_unit_interval("y", target)
    return prob, target


def _logits(
    z: ArrayLike, y: ArrayLike, reduction: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    logits, target = as_float64("z", z), as_float64("y", y)
    require_same_shape("z", logits.shape, target.shape)
    require_reduction(reduction, logits.size, "z")
    require_no_nan("z", logits)
    require_unit_interval("y", target)
    return logits, target


def _reduce(losses: NDArray[np.float64], reduction: str) -> NDArray[np.float64]:
    if reduction == "none":
        return losses
    return np.asarray(losses.mean() if reduction == "mean" else losses.sum())


def _share(slopes: NDArray[np.float64], reduction: str) -> NDArray[np.float64]:
    """Each element's part in the derivative of the reduced loss."""
    return slopes / slopes.size if reduction == "mean" else slopes


def _ratio(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """a / b, and 0 where a is 0: that term is absent, not 0/0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(a == 0, 0.0, a / b)
