"""Kullback–Leibler divergence in PyTorch."""

from __future__ import annotations

import torch
from torch import Tensor

from ftlib.losses import _classes
from ftlib.losses.torch import _classes as checks
from ftlib.losses.torch.row_losses import probability_losses, reduce_rows


def kl_divergence(
    log_p: Tensor,
    targets: Tensor,
    *,
    log_targets: bool = False,
    reduction: str = "mean",
    validate: bool = True,
) -> Tensor:
    """KL(y ‖ p) = Σ_c y_c (log y_c − log p_c), over the last axis, in nats.

    Args:
        log_p: the model's log-probabilities, [..., C], any float dtype.
        targets: probabilities [..., C], or their logarithms if `log_targets`.
        log_targets, reduction: as `reference.kl_divergence`; "mean" is over rows.
        validate: look at the values too; see `softmax_cross_entropy`.

    Returns:
        The divergence, dtype and device of `log_p` (float32 under autocast). Its backward in
        `log_p` is −y.

    Raises:
        ValueError: as `reference.kl_divergence`.

    Source: chapter *Softmax cross-entropy*, equation (kl).
    """
    checks.require_tensors(log_p=log_p, targets=targets)
    checks.require_floating("log_p", log_p)
    _classes.require_class_axis("log_p", tuple(log_p.shape))
    checks.require_real("targets", targets)
    _classes.require_equal_shapes("log_p", tuple(log_p.shape), tuple(targets.shape))
    _classes.require_options(reduction, log_p.numel(), "log_p")
    model = log_p.to(checks.working(log_p))
    given = targets.to(model.dtype)
    y = given.exp() if log_targets else given
    if validate and checks.may_look(log_p, targets):
        checks.check_log_probabilities(log_p)
        checks.check_distributions(y.to(targets.dtype) if targets.is_floating_point() else y)
    if log_targets:
        own = (y * given.masked_fill(y == 0, 0.0)).sum(-1)
    else:
        own = torch.special.xlogy(y, y).sum(-1)
    losses = probability_losses(model, y) + own
    return reduce_rows(losses, reduction).to(checks.outgoing(log_p))
