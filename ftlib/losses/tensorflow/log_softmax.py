"""Log-sum-exp, softmax and its logarithm in TensorFlow, over the last axis."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from ftlib.losses import _classes
from ftlib.losses.tensorflow import _classes as checks


def logsumexp(logits: Any, *, validate: bool = True) -> Any:
    """log Σ_c e^(z_c) over the last axis: [..., C] → [...], dtype of `logits`.

    Half precision is computed in float32. Gradient: the softmax. Values, errors and source: as
    `reference.logsumexp`; in a graph a NaN raises `tf.errors.InvalidArgumentError`.
    """
    z = _prepared(logits)
    z = checks.checked(z, checks.no_nan("logits", z), look=validate)
    top = tf.reduce_max(z, -1)
    finite = tf.math.is_finite(top)  # elsewhere the sum is its largest term, and its slope 1
    sums = tf.reduce_logsumexp(tf.where(finite[..., None], z, tf.zeros_like(z)), -1)
    return tf.cast(tf.where(finite, sums, top), logits.dtype)


def log_softmax(logits: Any, *, validate: bool = True) -> Any:
    """log p_c = z_c − log Σ_k e^(z_k): [..., C] → [..., C], dtype of `logits`.

    Half precision is computed in float32. Values, errors and source: as
    `reference.log_softmax`; in a graph a bad value raises `tf.errors.InvalidArgumentError`.
    """
    z = _prepared(logits)
    z = checks.checked(z, checks.logits_are_sound("logits", z), look=validate)
    return tf.cast(log_softmax_of(z), logits.dtype)


def softmax(logits: Any, *, validate: bool = True) -> Any:
    """p_c = e^(z_c) / Σ_k e^(z_k): [..., C] → [..., C]. As `log_softmax`."""
    z = _prepared(logits)
    z = checks.checked(z, checks.logits_are_sound("logits", z), look=validate)
    return tf.cast(tf.nn.softmax(settled(z), -1), logits.dtype)


def settled(z: Any) -> Any:
    """Rows with +inf become their limit: 0 for that class, −inf for the others."""
    certain = tf.equal(z, np.inf)
    limit = tf.where(certain, tf.zeros_like(z), tf.fill(tf.shape(z), tf.cast(-np.inf, z.dtype)))
    return tf.where(tf.reduce_any(certain, -1, keepdims=True), limit, z)


def log_softmax_of(z: Any) -> Any:
    """`log_softmax` of checked logits."""
    return tf.nn.log_softmax(settled(z), -1)


def _prepared(logits: Any) -> Any:
    checks.require_tensors(logits=logits)
    checks.require_floating("logits", logits)
    _classes.require_class_axis("logits", checks.shape_of(logits))
    return tf.cast(logits, checks.working(logits))
