"""Kullback–Leibler divergence in TensorFlow."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from ftlib.losses import _classes
from ftlib.losses.tensorflow import _classes as checks
from ftlib.losses.tensorflow.row_losses import reduce_rows, row_losses


def kl_divergence(
    log_p: Any,
    targets: Any,
    *,
    log_targets: bool = False,
    reduction: str = "mean",
    validate: bool = True,
) -> Any:
    """KL(y ‖ p) = Σ_c y_c (log y_c − log p_c), over the last axis, in nats.

    Args:
        log_p: the model's log-probabilities, a tensor [..., C], any float dtype.
        targets: probabilities [..., C], or their logarithms if `log_targets`.
        log_targets, reduction: as `reference.kl_divergence`; "mean" is over rows.
        validate: look at the values too; in a graph see `softmax_cross_entropy`.

    Returns:
        The divergence, dtype of `log_p`. Its gradient in `log_p` is −y.

    Raises:
        As `reference.kl_divergence`.

    Source: chapter *Softmax cross-entropy*, equation (kl).
    """
    checks.require_tensors(log_p=log_p, targets=targets)
    checks.require_floating("log_p", log_p)
    _classes.require_class_axis("log_p", checks.shape_of(log_p))
    checks.require_real("targets", targets)
    _classes.require_equal_shapes("log_p", checks.shape_of(log_p), checks.shape_of(targets))
    _classes.require_options(reduction, log_p.shape.num_elements(), "log_p")
    model = tf.cast(log_p, checks.working(log_p))
    given = tf.cast(targets, model.dtype)
    y = tf.exp(given) if log_targets else given
    faults = [
        checks.log_probabilities_are_sound(model),
        checks.distributions_are_sound(y, targets.dtype),
        checks.some_rows("log_p", model, reduction),
    ]
    model = checks.checked(model, *faults, look=validate)
    own = tf.math.multiply_no_nan(given, y) if log_targets else tf.math.xlogy(y, y)
    losses = row_losses(model, y) + tf.reduce_sum(own, -1)
    count = tf.cast(tf.size(losses), losses.dtype)
    return tf.cast(reduce_rows(losses, count, reduction), log_p.dtype)
