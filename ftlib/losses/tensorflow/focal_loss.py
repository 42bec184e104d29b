"""The focal loss in TensorFlow."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from ftlib.losses import _binary
from ftlib.losses.tensorflow import _classes as checks
from ftlib.losses.tensorflow._common import prepared, reduced, warn_if_probabilities


def binary_focal_loss_with_logits(
    z: Any,
    y: Any,
    reduction: str = "mean",
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    validate: bool = True,
) -> Any:
    """−a (1 − p)^γ log p − b p^γ log(1 − p) with p = σ(z), a = α y, b = (1 − α)(1 − y).

    Args:
        z: finite logits, a tensor of any shape and float dtype.
        y: targets in [0, 1], the shape of `z`, any real dtype.
        reduction, gamma, alpha: as `reference.binary_focal_loss_with_logits`.
        validate: look at the values too; in a graph see `binary_cross_entropy_with_logits`.

    Returns:
        The loss in nats, dtype of `z`.

    Raises:
        As `reference.binary_focal_loss_with_logits`.

    Source: chapter *Binary cross-entropy*, equation (focal); Lin et al. (2017).
    """
    logits, target = prepared("z", z, y, reduction, validate)
    _binary.require_focal_options(gamma, alpha)
    if validate:
        word = lambda: _binary.require_finite_logits(checks.as_numpy(z))  # noqa: E731
        logits = checks.checked(logits, checks.finite("z", logits, word))
        warn_if_probabilities(logits)
    positive, negative = (1.0, 1.0) if alpha is None else (alpha, 1.0 - alpha)
    log_p, log_miss = -tf.math.softplus(-logits), -tf.math.softplus(logits)
    hit = positive * target * tf.exp(gamma * log_miss) * log_p
    miss = negative * (1.0 - target) * tf.exp(gamma * log_p) * log_miss
    return reduced(-(hit + miss), reduction, z.dtype)
