"""Binary cross-entropy and its derivatives, in the probability and in the logit."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses import _binary
from ftlib.losses._classes import require_weights
from ftlib.losses._validate import (
    as_float64,
    require_no_nan,
    require_reduction,
    require_same_shape,
    require_unit_interval,
)
from ftlib.losses.reference.bernoulli import log_likelihood_terms
from ftlib.losses.reference.sigmoid import sigmoid_of


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
    z: ArrayLike,
    y: ArrayLike,
    reduction: str = "mean",
    *,
    weight: ArrayLike | None = None,
    pos_weight: ArrayLike | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    validate: bool = True,
) -> NDArray[np.float64]:
    """a·log(1 + e^(−z)) + b·log(1 + e^z): the cross-entropy of p = σ(z); a = y, b = 1 − y.

    It is computed as |z|·m + (a + b) log(1 + e^(−|z|)), with m the target's wrong side: b for
    z ≥ 0, a for z < 0. Nothing overflows and nothing cancels: no digit is lost for any logit.

    Args:
        z: logits, any shape; ±inf are taken.
        y: targets in [0, 1], the shape of `z` (or `ignore_index`).
        reduction: "none", "mean" (over the elements that count) or "sum".
        weight: multiplies a and b; any shape that broadcasts to that of `z`, not negative.
        pos_weight: multiplies a, the positive side; as `weight`. Above 1 it favours recall.
        label_smoothing: ε in [0, 1]; y becomes (1 − ε) y + ε/2 first.
        ignore_index: the target of elements that count nothing, such as −100; None: no such.
        validate: look at the values too (NaN, targets, weights).

    Returns:
        float64, in nats; +inf only where z = ±inf and the target disagrees. The mean of
        elements that are all ignored is 0. (As in PyTorch the mean is not divided by weights.)

    Raises:
        ValueError: as `binary_cross_entropy`, with a NaN logit in place of a bad `p`; for
            weights that are negative, not finite or do not broadcast; for bad options.

    Warns:
        SuspiciousLogits: once, when 32 logits or more all look like probabilities.

    Source: chapter *Binary cross-entropy*, equation (stable).
    """
    options = (reduction, weight, pos_weight, label_smoothing, ignore_index, validate)
    logits, a, b, count = _weighed(z, y, *options)
    distance = np.abs(logits)
    wrong = np.where(logits >= 0, b, a)
    with np.errstate(invalid="ignore"):  # inf · 0, which the next line sets to 0
        hinge = np.where(wrong == 0, 0.0, distance * wrong)
    losses = hinge + (a + b) * np.log1p(np.exp(-distance))
    return _reduce(losses, reduction, count)


def binary_cross_entropy_with_logits_grad(
    z: ArrayLike,
    y: ArrayLike,
    reduction: str = "mean",
    *,
    weight: ArrayLike | None = None,
    pos_weight: ArrayLike | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    validate: bool = True,
) -> NDArray[np.float64]:
    """∂/∂z of the reduced loss: b σ(z) − a σ(−z), which is p − y for a = y, b = 1 − y.

    Written so, nothing cancels when p is close to y = 1. "mean" divides by the elements that
    count.

    Args and errors: as `binary_cross_entropy_with_logits`.

    Returns:
        float64, the shape of `z`; without weights between −1 and 1. "none" equals "sum".

    Source: chapter *Binary cross-entropy*, equation (grad-z).
    """
    options = (reduction, weight, pos_weight, label_smoothing, ignore_index, validate)
    logits, a, b, count = _weighed(z, y, *options)
    return _share(b * sigmoid_of(logits) - a * sigmoid_of(-logits), reduction, count)


def binary_cross_entropy_with_logits_hessian(
    z: ArrayLike,
    y: ArrayLike,
    reduction: str = "mean",
    *,
    weight: ArrayLike | None = None,
    pos_weight: ArrayLike | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    validate: bool = True,
) -> NDArray[np.float64]:
    """∂²/∂z² of the reduced loss: (a + b) p (1 − p), which does not see an unweighted target.

    The Hessian in z is diagonal (each loss sees one logit); this is its diagonal.

    Args and errors: as `binary_cross_entropy_with_logits`.

    Returns:
        float64, the shape of `z`, not negative; without weights at most 1/4.

    Source: chapter *Binary cross-entropy*, equation (curvature).
    """
    options = (reduction, weight, pos_weight, label_smoothing, ignore_index, validate)
    logits, a, b, count = _weighed(z, y, *options)
    return _share((a + b) * sigmoid_of(logits) * sigmoid_of(-logits), reduction, count)


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


def _weighed(
    z: ArrayLike,
    y: ArrayLike,
    reduction: str,
    weight: ArrayLike | None,
    pos_weight: ArrayLike | None,
    label_smoothing: float,
    ignore_index: int | None,
    validate: bool,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], int]:
    """The logits, a and b (what the loss weighs each side with), and how many elements count."""
    logits, target = as_float64("z", z), as_float64("y", y)
    require_same_shape("z", logits.shape, target.shape)
    require_reduction(reduction, logits.size, "z")
    _binary.require_binary_options(label_smoothing, ignore_index)
    kept = np.ones(target.shape, bool) if ignore_index is None else target != ignore_index
    target = np.where(kept, target, 0.0)
    if validate:
        require_no_nan("z", logits)
        require_unit_interval("y", target)
        _binary.warn_if_probabilities(logits)
    target = (1.0 - label_smoothing) * target + label_smoothing / 2
    a, b = target * kept, (1.0 - target) * kept
    for name, given in (("weight", weight), ("pos_weight", pos_weight)):
        if given is not None:
            scale = as_float64(name, given)
            _binary.require_broadcastable(name, scale.shape, logits.shape)
            if validate:
                require_weights(name, scale)
            a, b = a * scale, b * scale if name == "weight" else b
    return logits, a, b, int(kept.sum())


def _reduce(
    losses: NDArray[np.float64], reduction: str, count: int | None = None
) -> NDArray[np.float64]:
    """`count` elements make the mean; none: all."""
    if reduction == "none":
        return losses
    total = losses.sum()
    return np.asarray(total * _part(losses.size, reduction, count))


def _share(
    slopes: NDArray[np.float64], reduction: str, count: int | None = None
) -> NDArray[np.float64]:
    """Each element's part in the derivative of the reduced loss."""
    return slopes * _part(slopes.size, reduction, count)


def _part(size: int, reduction: str, count: int | None) -> float:
    if reduction != "mean":
        return 1.0
    count = size if count is None else count
    return 1.0 / count if count else 0.0  # nothing counts: no loss, no gradient


def _ratio(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """a / b, and 0 where a is 0: that term is absent, not 0/0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(a == 0, 0.0, a / b)
