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
from ftlib.losses.reference.bernoulli import two_sided_terms
from ftlib.losses.reference.sigmoid import sigmoid_of

Array = NDArray[np.float64]


def binary_cross_entropy(
    p: ArrayLike,
    y: ArrayLike,
    reduction: str = "mean",
    *,
    weight: ArrayLike | None = None,
    pos_weight: ArrayLike | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    validate: bool = True,
) -> Array:
    """−[a log p + b log(1 − p)], in nats; a = y and b = 1 − y, unless they are weighed.

    Args:
        p: probabilities of the positive class, in [0, 1], any shape.
        y: targets, the shape of `p`: 0, 1, or soft targets between them (or `ignore_index`).
        reduction: "none" (shape of `p`), "mean" (a scalar, over the elements that count) or
            "sum".
        weight, pos_weight, label_smoothing, ignore_index, validate: as
            `binary_cross_entropy_with_logits`.

    Returns:
        float64. +inf where `p` holds impossible what happened (p = 0 and y > 0, or p = 1 and
        y < 1); a term with factor 0 counts 0.

    Raises:
        ValueError: for unequal shapes (nothing is broadcast), numbers outside [0, 1] or NaN,
            bad weights or options, an unknown reduction, or the mean of nothing.

    Source: chapter *Binary cross-entropy*, equations (bce) and (empirical-risk).
    """
    options = (reduction, weight, pos_weight, label_smoothing, ignore_index, validate)
    prob, a, b, count = _weighed("p", p, y, *options)
    return _reduce(-two_sided_terms(prob, a, b), reduction, count)


def binary_cross_entropy_grad(
    p: ArrayLike,
    y: ArrayLike,
    reduction: str = "mean",
    *,
    weight: ArrayLike | None = None,
    pos_weight: ArrayLike | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    validate: bool = True,
) -> Array:
    """∂/∂p of the reduced loss: b/(1 − p) − a/p, divided by N for "mean".

    Args and errors: as `binary_cross_entropy`.

    Returns:
        float64, the shape of `p`: ∓inf where the loss is infinite. "none" gives each loss's
        derivative in its own p, which equals "sum".

    Source: chapter *Binary cross-entropy*, equation (grad-p).
    """
    options = (reduction, weight, pos_weight, label_smoothing, ignore_index, validate)
    prob, a, b, count = _weighed("p", p, y, *options)
    return _share(_ratio(b, 1.0 - prob) - _ratio(a, prob), reduction, count)


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
) -> Array:
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
    logits, a, b, count = _weighed("z", z, y, *options)
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
) -> Array:
    """∂/∂z of the reduced loss: b σ(z) − a σ(−z), which is p − y for a = y, b = 1 − y.

    Written so, nothing cancels when p is close to y = 1. "mean" divides by the elements that
    count.

    Args and errors: as `binary_cross_entropy_with_logits`.

    Returns:
        float64, the shape of `z`; without weights between −1 and 1. "none" equals "sum".

    Source: chapter *Binary cross-entropy*, equation (grad-z).
    """
    options = (reduction, weight, pos_weight, label_smoothing, ignore_index, validate)
    logits, a, b, count = _weighed("z", z, y, *options)
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
) -> Array:
    """∂²/∂z² of the reduced loss: (a + b) p (1 − p), which does not see an unweighted target.

    The Hessian in z is diagonal (each loss sees one logit); this is its diagonal.

    Args and errors: as `binary_cross_entropy_with_logits`.

    Returns:
        float64, the shape of `z`, not negative; without weights at most 1/4.

    Source: chapter *Binary cross-entropy*, equation (curvature).
    """
    options = (reduction, weight, pos_weight, label_smoothing, ignore_index, validate)
    logits, a, b, count = _weighed("z", z, y, *options)
    return _share((a + b) * sigmoid_of(logits) * sigmoid_of(-logits), reduction, count)


def parameter_grad(
    p: ArrayLike, y: ArrayLike, dp_dtheta: ArrayLike, reduction: str = "mean"
) -> Array:
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


def _weighed(
    name: str,
    prediction: ArrayLike,
    y: ArrayLike,
    reduction: str,
    weight: ArrayLike | None,
    pos_weight: ArrayLike | None,
    label_smoothing: float,
    ignore_index: int | None,
    validate: bool,
) -> tuple[Array, Array, Array, int]:
    """The predictions, a and b (what each side weighs), and how many elements count."""
    given, target = as_float64(name, prediction), as_float64("y", y)
    require_same_shape(name, given.shape, target.shape)
    require_reduction(reduction, given.size, name)
    _binary.require_binary_options(label_smoothing, ignore_index)
    kept = np.ones(target.shape, bool) if ignore_index is None else target != ignore_index
    target = np.where(kept, target, 0.0)
    if validate:
        (require_unit_interval if name == "p" else require_no_nan)(name, given)
        require_unit_interval("y", target)
        if name == "z":
            _binary.warn_if_probabilities(given)
    target = (1.0 - label_smoothing) * target + label_smoothing / 2
    a, b = target * kept, (1.0 - target) * kept
    if weight is not None:
        scale = _scale("weight", weight, name, given.shape, validate)
        a, b = a * scale, b * scale
    if pos_weight is not None:
        a = a * _scale("pos_weight", pos_weight, name, given.shape, validate)
    return given, a, b, int(kept.sum())


def _scale(
    name: str, value: ArrayLike, prediction: str, shape: tuple[int, ...], validate: bool
) -> Array:
    scale = as_float64(name, value)
    _binary.require_broadcastable(name, scale.shape, prediction, shape)
    if validate:
        require_weights(name, scale)
    return scale


def _reduce(losses: Array, reduction: str, count: int) -> Array:
    """`count` elements make the mean."""
    if reduction == "none":
        return losses
    return np.asarray(_share(losses.sum(), reduction, count))


def _share(slopes: Array, reduction: str, count: int) -> Array:
    """Each element's part in the reduced loss, or in its derivative."""
    if reduction != "mean":
        return slopes
    return slopes / count if count else slopes * 0.0  # nothing counts: no loss, no gradient


def _ratio(a: Array, b: Array) -> Array:
    """a / b, and 0 where a is 0: that term is absent, not 0/0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(a == 0, 0.0, a / b)
