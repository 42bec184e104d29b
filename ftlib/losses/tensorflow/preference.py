"""The losses of pairs in TensorFlow: Bradley–Terry, and DPO made of it."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from ftlib.losses import _preference
from ftlib.losses.tensorflow import _classes as checks
from ftlib.losses.tensorflow._common import reduced


def preference_loss(
    chosen: Any, rejected: Any, *, reduction: str = "mean", validate: bool = True
) -> Any:
    """−log σ(r⁺ − r⁻): what it costs a model of rewards that r⁺ was chosen over r⁻.

    Args:
        chosen: scores r⁺, a tensor of any shape and float dtype.
        rejected: scores r⁻, the shape of `chosen`, any float dtype.
        reduction: as `reference.preference_loss`.
        validate: look at the values too (NaN, infinities); in a graph see `softmax_cross_entropy`.

    Returns:
        The loss, dtype of `chosen`; half precision is computed in float32.

    Raises:
        As `reference.preference_loss`.

    Source: chapter *Learning from feedback*, equation (preference-loss); Bradley & Terry (1952).
    """
    given = {"chosen": chosen, "rejected": rejected}
    r, s = _prepared(given, reduction, _preference.SCORES, validate)
    return reduced(tf.math.softplus(s - r), reduction, chosen.dtype)


def dpo_loss(
    chosen: Any,
    rejected: Any,
    reference_chosen: Any,
    reference_rejected: Any,
    *,
    beta: float = 0.1,
    reduction: str = "mean",
    validate: bool = True,
) -> Any:
    """−log σ(β[(log π⁺ − log π_ref⁺) − (log π⁻ − log π_ref⁻)]): direct preference optimisation.

    Args:
        chosen: log π(y⁺ | x) of whole answers, in nats, a tensor of any shape and float dtype.
        rejected, reference_chosen, reference_rejected: the other three, of the shape of `chosen`.
        beta, reduction: as `reference.dpo_loss`.
        validate: look at the values too (NaN, infinities); in a graph see `softmax_cross_entropy`.

    Returns:
        The loss, dtype of `chosen`; half precision is computed in float32.

    Raises:
        As `reference.dpo_loss`.

    Source: chapter *Learning from feedback*, equation (dpo); Rafailov et al. (2023).
    """
    given = {
        "chosen": chosen,
        "rejected": rejected,
        "reference_chosen": reference_chosen,
        "reference_rejected": reference_rejected,
    }
    tensors = _prepared(given, reduction, _preference.ANSWERS, validate, beta=beta)
    won, lost, won_before, lost_before = tensors
    logit = ((won - won_before) - (lost - lost_before)) * float(beta)
    return reduced(tf.math.softplus(-logit), reduction, chosen.dtype)


def _prepared(
    given: dict[str, Any], reduction: str, remedy: str, validate: bool, beta: float = 1.0
) -> list[Any]:
    """The tensors in the dtype to work in (at least float32), after the checks."""
    checks.require_tensors(**given)
    for name, tensor in given.items():
        checks.require_floating(name, tensor)
    shapes = {name: checks.shape_of(tensor) for name, tensor in given.items()}
    leader = given["chosen"]
    _preference.require_pairs(reduction, leader.shape.num_elements(), **shapes)
    _preference.require_beta(beta)
    work = checks.working(leader)
    tensors = {name: tf.cast(tensor, work) for name, tensor in given.items()}
    faults = [_finite(name, tensor, remedy) for name, tensor in tensors.items()]
    faults.append(checks.some_rows("chosen", leader, reduction))
    first, *others = tensors.values()
    return [checks.checked(first, *faults, look=validate), *others]


def _finite(name: str, tensor: Any, remedy: str) -> checks.Check:
    word = lambda: _preference.require_numbers(name, checks.as_numpy(tensor), remedy)  # noqa: E731
    return checks.finite(name, tensor, word)
