"""The focal loss in PyTorch."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor

from ftlib.losses import _binary
from ftlib.losses.torch._classes import as_numpy, may_look, outgoing
from ftlib.losses.torch._common import prepared, reduced, warn_if_probabilities


def binary_focal_loss_with_logits(
    z: Tensor,
    y: Tensor,
    reduction: str = "mean",
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    validate: bool = True,
) -> Tensor:
    """−a (1 − p)^γ log p − b p^γ log(1 − p) with p = σ(z), a = α y, b = (1 − α)(1 − y).

    Args:
        z: finite logits, any shape and float dtype.
        y: targets in [0, 1], the shape and device of `z`, any real dtype.
        reduction, gamma, alpha: as `reference.binary_focal_loss_with_logits`.
        validate: look at the values too; see `binary_cross_entropy_with_logits`.

    Returns:
        The loss in nats, dtype of `z` (float32 under autocast).

    Raises:
        ValueError: as `reference.binary_focal_loss_with_logits`.

    Source: chapter *Binary cross-entropy*, equation (focal); Lin et al. (2017).
    """
    logits, target = prepared("z", z, y, reduction, validate)
    _binary.require_focal_options(gamma, alpha)
    if validate and may_look(z, y):
        if not z.isfinite().all():
            _binary.require_finite_logits(as_numpy(z))
        warn_if_probabilities(z)
    positive, negative = (1.0, 1.0) if alpha is None else (alpha, 1.0 - alpha)
    log_p, log_miss = F.logsigmoid(logits), F.logsigmoid(-logits)
    hit = positive * target * (gamma * log_miss).exp() * log_p
    miss = negative * (1.0 - target) * (gamma * log_p).exp() * log_miss
    return reduced(-(hit + miss), reduction, outgoing(z))
