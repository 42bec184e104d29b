"""Negative log-likelihood of given log-probabilities, in PyTorch."""

from __future__ import annotations

from torch import Tensor

from ftlib.losses._classes import IGNORED
from ftlib.losses.torch import _classes as checks
from ftlib.losses.torch.row_losses import (
    effective_targets,
    label_loss,
    label_parts,
    probability_losses,
    reduce_rows,
)


def nll_loss(
    log_p: Tensor,
    targets: Tensor,
    *,
    weight: Tensor | None = None,
    ignore_index: int | None = IGNORED,
    reduction: str = "mean",
    validate: bool = True,
) -> Tensor:
    """−Σ_c w_c y_c log p_c: what happened, looked up in `log_p`; in nats.

    Args:
        log_p: log-probabilities, [..., C], any float dtype; the class axis last.
        targets, weight, ignore_index, reduction, validate: as `softmax_cross_entropy`.

    Returns:
        The loss, dtype and device of `log_p` (float32 under autocast). Its backward is −w y.

    Raises:
        ValueError: as `reference.nll_loss`, and as `softmax_cross_entropy`.

    Source: chapter *Sequence loss*, equation (nll).
    """
    labels = checks.check_arguments(
        "log_p", log_p, targets, weight, reduction, ignore_index=ignore_index
    )
    look = validate and checks.may_look(log_p, targets)
    if look:
        checks.check_log_probabilities(log_p)
        checks.check_weights("weight", weight, checks.working(log_p))
    rows = log_p.reshape(-1, log_p.shape[-1]).to(checks.working(log_p))
    if weight is not None:
        weight = weight.detach().to(rows.dtype)
    if labels:
        ignored = checks.check_labels(targets, rows.shape[-1], ignore_index, look)
        parts = label_parts(rows, targets.reshape(-1), weight, 0.0, ignored, reduction)
        loss = label_loss(rows, parts, reduction)
    else:
        if look:
            checks.check_distributions(targets)
        q = effective_targets(targets.reshape(rows.shape).to(rows.dtype), weight, 0.0)
        loss = reduce_rows(probability_losses(rows, q), reduction)
    if reduction == "none":
        loss = loss.reshape(log_p.shape[:-1])
    return loss.to(checks.outgoing(log_p))
