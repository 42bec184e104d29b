"""Binary cross-entropy in TensorFlow, with the closed-form gradient of the book."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from ftlib.losses import _binary
from ftlib.losses.tensorflow import _classes as checks
from ftlib.losses.tensorflow._common import prepared, ratio, reduced, warn_if_probabilities


def binary_cross_entropy_with_logits(
    z: Any,
    y: Any,
    reduction: str = "mean",
    *,
    weight: Any | None = None,
    pos_weight: Any | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    validate: bool = True,
) -> Any:
    """Binary cross-entropy of p = σ(z); its gradient is p − y, its second derivative p (1 − p).

    Args:
        z: logits, a tf.Tensor or tf.Variable of any shape, float64, float32, bfloat16 or
            float16; ±inf are taken.
        y: targets in [0, 1] (or `ignore_index`), the shape of `z`, any real dtype.
        reduction: "none" (shape of `z`), "mean" (a scalar) or "sum".
        weight, pos_weight: tensors that broadcast to the shape of `z`, not negative, treated
            as constants; as `reference.binary_cross_entropy_with_logits`.
        label_smoothing, ignore_index: as there.
        validate: look at the values too (NaN, targets, weights).

    Returns:
        The loss in nats, dtype of `z`. Half precision is computed in float32.

    Raises:
        ValueError: as the PyTorch function. Inside `tf.function`, where values are not known
            when the graph is built, a bad value raises `tf.errors.InvalidArgumentError` when
            the graph runs (not under `jit_compile`, where nothing can stop it); shape, dtype
            and reduction still raise ValueError.

    Warns:
        SuspiciousLogits: once, when 32 logits or more all look like probabilities.

    Source: chapter *Binary cross-entropy*, equations (stable) and (grad-z).
    """
    logits, target = prepared("z", z, y, reduction, validate, label_smoothing, ignore_index)
    if validate:
        warn_if_probabilities(logits)
    weights = {"weight": weight, "pos_weight": pos_weight}
    a, b, kept = _sides("z", target, weights, label_smoothing, ignore_index, validate)
    return reduced(_of_logit(logits, a, b), reduction, z.dtype, kept)


def binary_cross_entropy(
    p: Any,
    y: Any,
    reduction: str = "mean",
    *,
    weight: Any | None = None,
    pos_weight: Any | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    validate: bool = True,
) -> Any:
    """−[a log p + b log(1 − p)], a = y and b = 1 − y; its gradient is b/(1 − p) − a/p.

    For a model that ends in a logit use `binary_cross_entropy_with_logits`: a `p` that has
    rounded to 0 or 1 has lost what the loss is about.

    Args:
        p: probabilities in [0, 1], any shape, any float dtype.
        y, reduction, weight, pos_weight, label_smoothing, ignore_index, validate: as
            `binary_cross_entropy_with_logits`.

    Returns:
        The loss in nats, dtype of `p`; +inf where `p` holds impossible what happened (nothing
        is clipped), with an infinite gradient.

    Raises:
        As `binary_cross_entropy_with_logits`, and for `p` outside [0, 1].

    Source: chapter *Binary cross-entropy*, equations (bce) and (grad-p).
    """
    prob, target = prepared("p", p, y, reduction, validate, label_smoothing, ignore_index)
    weights = {"weight": weight, "pos_weight": pos_weight}
    a, b, kept = _sides("p", target, weights, label_smoothing, ignore_index, validate)
    return reduced(_of_probability(prob, a, b), reduction, p.dtype, kept)


def _sides(
    name: str,
    y: Any,
    weights: dict[str, Any | None],
    label_smoothing: float,
    ignore_index: int | None,
    validate: bool,
) -> tuple[Any, Any, Any | None]:
    """a and b, what the loss weighs each side with, and which elements count (None: all)."""
    kept = None
    if ignore_index is not None:
        kept = tf.not_equal(y, float(ignore_index))
        y = tf.where(kept, y, tf.zeros_like(y))
    if label_smoothing:
        y = (1.0 - label_smoothing) * y + label_smoothing / 2
    a, b = y, 1.0 - y
    if weights["weight"] is not None:
        scale = _scale("weight", weights["weight"], name, y, validate)
        a, b = a * scale, b * scale
    if weights["pos_weight"] is not None:
        a *= _scale("pos_weight", weights["pos_weight"], name, y, validate)
    if kept is not None:
        a, b = (tf.where(kept, side, tf.zeros_like(side)) for side in (a, b))
    return a, b, kept


def _scale(name: str, weight: Any, prediction: str, y: Any, validate: bool) -> Any:
    checks.require_tensors(**{name: weight})
    checks.require_real(name, weight)
    _binary.require_broadcastable(name, checks.shape_of(weight), prediction, checks.shape_of(y))
    weight = tf.stop_gradient(tf.cast(weight, y.dtype))
    return checks.checked(weight, checks.weights_are_sound(name, weight), look=validate)


_Gradient = Callable[[Any], tuple[Any, Any, Any]]


@tf.custom_gradient
def _of_logit(z: Any, a: Any, b: Any) -> tuple[Any, _Gradient]:
    """a·log(1 + e^(−z)) + b·log(1 + e^z), elementwise."""
    distance = tf.abs(z)
    hinge = tf.math.multiply_no_nan(distance, tf.where(z >= 0.0, b, a))  # inf · 0 counts 0

    def grad(upstream: Any) -> tuple[Any, Any, Any]:
        by_z = b * tf.sigmoid(z) - a * tf.sigmoid(-z)  # p − y, without cancellation
        return upstream * by_z, upstream * tf.math.softplus(-z), upstream * tf.math.softplus(z)

    return hinge + (a + b) * tf.math.log1p(tf.exp(-distance)), grad


@tf.custom_gradient
def _of_probability(p: Any, a: Any, b: Any) -> tuple[Any, _Gradient]:
    """−[a log p + b log(1 − p)], elementwise; 0 · log 0 counts 0."""

    def grad(upstream: Any) -> tuple[Any, Any, Any]:
        by_p = ratio(b, 1.0 - p) - ratio(a, p)
        return upstream * by_p, upstream * -tf.math.log(p), upstream * -tf.math.log1p(-p)

    return -(tf.math.xlogy(a, p) + tf.math.xlog1py(b, -p)), grad
