"""The losses of pairs in PyTorch: Bradley–Terry, and DPO made of it."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor

from ftlib.losses import _preference
from ftlib.losses.torch import _classes as checks
from ftlib.losses.torch.row_losses import reduce_rows


def preference_loss(
    chosen: Tensor, rejected: Tensor, *, reduction: str = "mean", validate: bool = True
) -> Tensor:
    """−log σ(r⁺ − r⁻): what it costs a model of rewards that r⁺ was chosen over r⁻.

    Args:
        chosen: scores r⁺, any shape and float dtype.
        rejected: scores r⁻, the shape and device of `chosen`, any float dtype.
        reduction: as `reference.preference_loss`.
        validate: look at the values too (NaN, infinities); see `softmax_cross_entropy`.

    Returns:
        The loss, dtype of `chosen` (float32 under autocast); half precision is computed in
        float32.

    Raises:
        ValueError: as `reference.preference_loss`.

    Source: chapter *Learning from feedback*, equation (preference-loss); Bradley & Terry (1952).
    """
    _check(reduction, chosen=chosen, rejected=rejected)
    if validate:
        _look(_preference.SCORES, chosen=chosen, rejected=rejected)
    work = checks.working(chosen)
    return _of_margin(chosen.to(work) - rejected.to(work), reduction, chosen)


def dpo_loss(
    chosen: Tensor,
    rejected: Tensor,
    reference_chosen: Tensor,
    reference_rejected: Tensor,
    *,
    beta: float = 0.1,
    reduction: str = "mean",
    validate: bool = True,
) -> Tensor:
    """−log σ(β[(log π⁺ − log π_ref⁺) − (log π⁻ − log π_ref⁻)]): direct preference optimisation.

    Args:
        chosen: log π(y⁺ | x) of whole answers, in nats, any shape and float dtype.
        rejected, reference_chosen, reference_rejected: the other three, of the shape and device
            of `chosen`. Compute those of the reference under `torch.no_grad()`.
        beta, reduction: as `reference.dpo_loss`.
        validate: look at the values too (NaN, infinities); see `softmax_cross_entropy`.

    Returns:
        The loss, dtype of `chosen` (float32 under autocast); half precision is computed in
        float32.

    Raises:
        ValueError: as `reference.dpo_loss`.

    Source: chapter *Learning from feedback*, equation (dpo); Rafailov et al. (2023).
    """
    given = {
        "chosen": chosen,
        "rejected": rejected,
        "reference_chosen": reference_chosen,
        "reference_rejected": reference_rejected,
    }
    _check(reduction, **given)
    _preference.require_beta(beta)
    if validate:
        _look(_preference.ANSWERS, **given)
    work = checks.working(chosen)
    won, lost, won_before, lost_before = (tensor.to(work) for tensor in given.values())
    return _of_margin(beta * ((won - won_before) - (lost - lost_before)), reduction, chosen)


def _of_margin(margin: Tensor, reduction: str, chosen: Tensor) -> Tensor:
    """−log σ(margin), reduced, in the dtype that a loss of `chosen` has."""
    return reduce_rows(-F.logsigmoid(margin), reduction).to(checks.outgoing(chosen))


def _check(reduction: str, **tensors: Tensor) -> None:
    """Everything known without a look at values."""
    checks.require_tensors(**tensors)
    for name, tensor in tensors.items():
        checks.require_floating(name, tensor)
    shapes = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
    _preference.require_pairs(reduction, tensors["chosen"].numel(), **shapes)


def _look(remedy: str, **tensors: Tensor) -> None:
    if checks.may_look(*tensors.values()):
        for name, tensor in tensors.items():
            if not tensor.isfinite().all():
                _preference.require_numbers(name, checks.as_numpy(tensor), remedy)
