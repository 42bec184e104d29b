"""The custom gradient under every TensorFlow loss over classes: (Σ q) p − q."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from ftlib.losses.tensorflow.log_softmax import log_softmax_of, settled


class Target(NamedTuple):
    """The effective target q [N, C], and what "mean" divides by."""

    q: Any
    divisor: Any


def label_target(
    labels: Any,
    classes: Any,
    dtype: Any,
    weight: Any | None,
    label_smoothing: float,
    ignore_index: int | None,
) -> Target:
    """For labels [N]: q = w [(1 − ε) y + ε / C], a row of zeros for an ignored one."""
    labels = tf.cast(labels, tf.int64)
    kept = tf.ones_like(labels, tf.bool)
    if ignore_index is not None:
        kept = tf.not_equal(labels, ignore_index)
    y = tf.one_hot(tf.where(kept, labels, -1), classes, dtype=dtype)  # −1 makes a row of zeros
    rows = tf.cast(kept, dtype)
    counts = rows if weight is None else tf.linalg.matvec(y, weight)
    q = y
    if label_smoothing:
        share = label_smoothing / tf.cast(classes, dtype)
        q = (1.0 - label_smoothing) * y + share * rows[:, None]
    return Target(q if weight is None else weight * q, tf.reduce_sum(counts))


def probability_target(y: Any, weight: Any | None, label_smoothing: float) -> Target:
    """For probabilities [N, C]."""
    divisor = tf.cast(tf.shape(y)[0], y.dtype)
    if label_smoothing:
        share = label_smoothing / tf.cast(tf.shape(y)[-1], y.dtype)
        y = (1.0 - label_smoothing) * y + share
    return Target(y if weight is None else weight * y, divisor)


def reduce_rows(losses: Any, divisor: Any, reduction: str) -> Any:
    """ "mean" of rows that count nothing is 0, with gradient 0."""
    if reduction == "none":
        return losses
    total = tf.reduce_sum(losses)
    return tf.math.divide_no_nan(total, divisor) if reduction == "mean" else total


@tf.custom_gradient
def softmax_row_losses(z: Any, q: Any) -> tuple[Any, Callable[[Any], tuple[Any, Any]]]:
    """−Σ_c q_c log p_c of each row of logits [N, C]."""

    def grad(upstream: Any) -> tuple[Any, Any]:
        # From z again, so that a second tape sees it.
        p, rows = tf.nn.softmax(settled(z), -1), upstream[:, None]
        by_z = rows * (tf.reduce_sum(q, -1, keepdims=True) * p - q)
        return by_z, rows * -log_softmax_of(z)

    return row_losses(log_softmax_of(z), q), grad


def row_losses(log_p: Any, q: Any) -> Any:
    """−Σ_c q_c log p_c of each row; 0 · log 0 counts 0."""
    absent = tf.equal(q, 0.0) & tf.equal(log_p, -np.inf)
    return tf.reduce_sum(q * -tf.where(absent, tf.zeros_like(log_p), log_p), -1)
