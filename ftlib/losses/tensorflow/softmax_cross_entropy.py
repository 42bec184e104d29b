"""Softmax cross-entropy in TensorFlow, with the closed-form gradient of the book: p − y."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from ftlib.losses._classes import IGNORED
from ftlib.losses.tensorflow import _classes as checks
from ftlib.losses.tensorflow.row_losses import (
    Target,
    label_target,
    probability_target,
    reduce_rows,
    softmax_row_losses,
)


def softmax_cross_entropy(
    logits: Any,
    targets: Any,
    *,
    weight: Any | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = IGNORED,
    reduction: str = "mean",
    temperature: float = 1.0,
    validate: bool = True,
) -> Any:
    """−Σ_c q_c log p_c with p = softmax(z / T) and q_c = w_c [(1 − ε) y_c + ε / C], in nats.

    Args:
        logits: z, a tf.Tensor or tf.Variable [..., C], the class axis last; float64, float32,
            bfloat16 or float16; −inf and one +inf a row are taken.
        targets: integer labels [...], or probabilities [..., C] of any real dtype.
        weight: w, [C], not negative; treated as a constant.
        label_smoothing, ignore_index, reduction, temperature: as
            `reference.softmax_cross_entropy`; the mean of rows that are all ignored is 0.
        validate: look at the values too (NaN, labels, distributions, weights).

    Returns:
        The loss, dtype of `logits`. Half precision is computed in float32. Differentiable
        twice, and inside `tf.function`.

    Raises:
        ValueError: as `reference.softmax_cross_entropy`. Inside `tf.function`, where values
            are not known when the graph is built, a bad value raises
            `tf.errors.InvalidArgumentError` when the graph runs; under `jit_compile` nothing
            can stop it, and values are not looked at.

    Warns:
        SuspiciousLogits: once, when every row of `logits` looks like a softmax's result.

    Source: chapter *Softmax cross-entropy*, equations (softmax-ce) and (softmax-grad-z).
    """
    labels = checks.check_arguments(
        "logits",
        logits,
        targets,
        weight,
        reduction,
        label_smoothing=label_smoothing,
        ignore_index=ignore_index,
        temperature=temperature,
    )
    z = tf.cast(logits, checks.working(logits))
    faults = [checks.logits_are_sound("logits", z), checks.some_rows("logits", z, reduction)]
    z = checks.checked(z, *faults, look=validate)
    if validate:
        checks.warn_if_probabilities(z)
    q, divisor = class_target(
        z, targets, labels, weight, label_smoothing, ignore_index, validate=validate
    )
    divided_by = tf.constant(float(temperature), z.dtype)  # tf.cast would go through float32
    rows = tf.reshape(z, tf.shape(q)) / divided_by
    losses = softmax_row_losses(rows, q)
    if reduction == "none":
        losses = tf.reshape(losses, tf.shape(logits)[:-1])
    return tf.cast(reduce_rows(losses, divisor, reduction), logits.dtype)


def class_target(
    z: Any,
    targets: Any,
    labels: bool,
    weight: Any | None,
    label_smoothing: float,
    ignore_index: int | None,
    *,
    validate: bool,
) -> Target:
    """The effective target of predictions [..., C] as rows [N, C], after checks of values."""
    classes = tf.shape(z)[-1]
    if weight is not None:
        weight = tf.stop_gradient(tf.cast(weight, z.dtype))
        weight = checks.checked(weight, checks.weights_are_sound("weight", weight), look=validate)
    if labels:
        if targets.dtype.is_floating:  # an empty list of labels has no dtype of its own
            targets = tf.cast(targets, tf.int64)
        sound = checks.labels_are_sound(targets, classes, ignore_index)
        flat = tf.reshape(checks.checked(targets, sound, look=validate), [-1])
        return label_target(flat, classes, z.dtype, weight, label_smoothing, ignore_index)
    y = tf.cast(targets, z.dtype)
    sound = checks.distributions_are_sound(y, targets.dtype)
    y = tf.reshape(checks.checked(y, sound, look=validate), [-1, classes])
    return probability_target(y, weight, label_smoothing)
