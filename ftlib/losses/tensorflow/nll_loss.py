"""Negative log-likelihood of given log-probabilities, in TensorFlow."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from ftlib.losses._classes import IGNORED
from ftlib.losses.tensorflow import _classes as checks
from ftlib.losses.tensorflow.row_losses import reduce_rows, row_losses
from ftlib.losses.tensorflow.softmax_cross_entropy import class_target


def nll_loss(
    log_p: Any,
    targets: Any,
    *,
    weight: Any | None = None,
    ignore_index: int | None = IGNORED,
    reduction: str = "mean",
    validate: bool = True,
) -> Any:
    """−Σ_c w_c y_c log p_c: what happened, looked up in `log_p`; in nats.

    Args:
        log_p: log-probabilities, a tensor [..., C], any float dtype; the class axis last.
        targets, weight, ignore_index, reduction, validate: as `softmax_cross_entropy`.

    Returns:
        The loss, dtype of `log_p`. Its gradient is −w y.

    Raises:
        As `reference.nll_loss`, and as `softmax_cross_entropy`.

    Source: chapter *Sequence loss*, equation (nll).
    """
    labels = checks.check_arguments(
        "log_p", log_p, targets, weight, reduction, ignore_index=ignore_index
    )
    z = tf.cast(log_p, checks.working(log_p))
    faults = [checks.log_probabilities_are_sound(z), checks.some_rows("log_p", z, reduction)]
    z = checks.checked(z, *faults, look=validate)
    q, divisor = class_target(z, targets, labels, weight, 0.0, ignore_index, validate=validate)
    losses = row_losses(tf.reshape(z, tf.shape(q)), q)
    if reduction == "none":
        losses = tf.reshape(losses, tf.shape(log_p)[:-1])
    return tf.cast(reduce_rows(losses, divisor, reduction), log_p.dtype)
