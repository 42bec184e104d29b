"""Losses of pairs, one answer chosen and one rejected: Bradley–Terry, and DPO made of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses import _preference
from ftlib.losses._validate import as_float64
from ftlib.losses.reference.sigmoid import sigmoid_of, softplus_of

Array = NDArray[np.float64]


def preference_loss(
    chosen: ArrayLike, rejected: ArrayLike, *, reduction: str = "mean", validate: bool = True
) -> Array:
    """−log σ(r⁺ − r⁻): what it costs a model of rewards that r⁺ was chosen over r⁻.

    It is the binary cross-entropy of the logit r⁺ − r⁻ with the target 1.

    Args:
        chosen: the scores r⁺ of the answers that were chosen, any shape.
        rejected: the scores r⁻ of the others, the shape of `chosen`.
        reduction: "none" (that shape), "mean" over the pairs, or "sum".
        validate: look at the values too (NaN, infinities).

    Returns:
        float64, in nats; log 2 where the scores are equal. No digit is lost for any difference.

    Raises:
        ValueError: for unequal shapes, NaN, infinities, an unknown reduction, or the mean of
            nothing.

    Source: chapter *Learning from feedback*, equation (preference-loss); Bradley & Terry (1952).
    """
    r, s = _pair(chosen, rejected, reduction, validate)
    return _reduced(softplus_of(s - r), reduction)


def preference_loss_grad(
    chosen: ArrayLike, rejected: ArrayLike, *, reduction: str = "mean", validate: bool = True
) -> tuple[Array, Array]:
    """∂/∂r⁺ = −σ(r⁻ − r⁺) and ∂/∂r⁻ = +σ(r⁻ − r⁺), divided by the pairs for "mean".

    The two sum to 0: only the difference of two scores means anything. Args and errors: as
    `preference_loss`. Returns two float64 arrays of the shape of `chosen`.

    Source: chapter *Learning from feedback*, equation (preference-gradient).
    """
    r, s = _pair(chosen, rejected, reduction, validate)
    slope = _shared(sigmoid_of(s - r), reduction)
    return -slope, slope


def dpo_loss(
    chosen: ArrayLike,
    rejected: ArrayLike,
    reference_chosen: ArrayLike,
    reference_rejected: ArrayLike,
    *,
    beta: float = 0.1,
    reduction: str = "mean",
    validate: bool = True,
) -> Array:
    """−log σ(β[(log π⁺ − log π_ref⁺) − (log π⁻ − log π_ref⁻)]): direct preference optimisation.

    It is `preference_loss` of the rewards β log(π / π_ref) that the policy itself implies.

    Args:
        chosen: log π(y⁺ | x) under the policy, of the whole answer (a sum over its tokens, in
            nats), any shape.
        rejected: log π(y⁻ | x), the shape of `chosen`.
        reference_chosen, reference_rejected: the same under the reference policy.
        beta: β > 0, the price of a nat of divergence from the reference.
        reduction: "none" (that shape), "mean" over the pairs, or "sum".
        validate: look at the values too (NaN, infinities).

    Returns:
        float64, in nats; log 2 where the policy is the reference.

    Raises:
        ValueError: for unequal shapes, a `beta` that is not positive, NaN, infinities, an
            unknown reduction, or the mean of nothing.

    Source: chapter *Learning from feedback*, equation (dpo); Rafailov et al. (2023).
    """
    given = (chosen, rejected, reference_chosen, reference_rejected)
    return _reduced(softplus_of(-_logit(*given, beta, reduction, validate)), reduction)


def dpo_loss_grad(
    chosen: ArrayLike,
    rejected: ArrayLike,
    reference_chosen: ArrayLike,
    reference_rejected: ArrayLike,
    *,
    beta: float = 0.1,
    reduction: str = "mean",
    validate: bool = True,
) -> tuple[Array, Array]:
    """∂/∂log π⁺ = −β σ(−h) and ∂/∂log π⁻ = +β σ(−h), h the logit of `dpo_loss`.

    The reference is a constant. Args and errors: as `dpo_loss`. Returns two float64 arrays of
    the shape of `chosen`.

    Source: chapter *Learning from feedback*, equation (dpo-gradient).
    """
    given = (chosen, rejected, reference_chosen, reference_rejected)
    wrong = sigmoid_of(-_logit(*given, beta, reduction, validate))
    slope = _shared(beta * wrong, reduction)
    return -slope, slope


def _pair(
    chosen: ArrayLike, rejected: ArrayLike, reduction: str, validate: bool
) -> tuple[Array, Array]:
    r, s = as_float64("chosen", chosen), as_float64("rejected", rejected)
    _preference.require_pairs(reduction, r.size, chosen=r.shape, rejected=s.shape)
    if validate:
        _preference.require_numbers("chosen", r, _preference.SCORES)
        _preference.require_numbers("rejected", s, _preference.SCORES)
    return r, s


def _logit(
    chosen: ArrayLike,
    rejected: ArrayLike,
    reference_chosen: ArrayLike,
    reference_rejected: ArrayLike,
    beta: float,
    reduction: str,
    validate: bool,
) -> Array:
    """h = β[(log π⁺ − log π_ref⁺) − (log π⁻ − log π_ref⁻)]."""
    arrays = {
        "chosen": as_float64("chosen", chosen),
        "rejected": as_float64("rejected", rejected),
        "reference_chosen": as_float64("reference_chosen", reference_chosen),
        "reference_rejected": as_float64("reference_rejected", reference_rejected),
    }
    shapes = {name: array.shape for name, array in arrays.items()}
    _preference.require_pairs(reduction, arrays["chosen"].size, **shapes)
    _preference.require_beta(beta)
    if validate:
        for name, array in arrays.items():
            _preference.require_numbers(name, array, _preference.ANSWERS)
    won, lost, won_before, lost_before = arrays.values()
    return beta * ((won - won_before) - (lost - lost_before))


def _reduced(losses: Array, reduction: str) -> Array:
    if reduction == "none":
        return losses
    return np.asarray(losses.mean() if reduction == "mean" else losses.sum())


def _shared(slopes: Array, reduction: str) -> Array:
    return slopes / slopes.size if reduction == "mean" else slopes
