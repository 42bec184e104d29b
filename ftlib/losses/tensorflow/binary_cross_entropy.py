"""Binary cross-entropy in TensorFlow, with the closed-form gradient of the book."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from ftlib.losses import _binary
from ftlib.losses._classes import still_to_warn
from ftlib.losses.tensorflow import _classes as checks
from ftlib.losses.tensorflow._common import prepared, ratio, reduced


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
            the graph runs; shape, dtype and reduction still raise ValueError.

    Warns:
        SuspiciousLogits: once, when 32 logits or more all look like probabilities.

    Source: chapter *Binary cross-entropy*, equations (stable) and (grad-z).
    """
    _binary.require_binary_options(label_smoothing, ignore_index)
    logits, target = prepared("z", z, y, reduction, validate, ignore_index)
    kept = None
    if ignore_index is not None:
        kept = tf.not_equal(target, float(ignore_index))
        target = tf.where(kept, target, tf.zeros_like(target))
    if validate:
        _warn_if_probabilities(logits)
    if label_smoothing:
        target = (1.0 - label_smoothing) * target + label_smoothing / 2
    a, b = target, 1.0 - target
    if pos_weight is not None:
        a *= _weight("pos_weight", pos_weight, logits, validate)
    if weight is not None:
        scale = _weight("weight", weight, logits, validate)
        a, b = a * scale, b * scale
    if kept is not None:
        a, b = (tf.where(kept, side, tf.zeros_like(side)) for side in (a, b))
    return reduced(_two_sided(logits, a, b), reduction, z.dtype, kept)


def _weight(name: str, weight: Any, z: Any, validate: bool) -> Any:
    checks.require_tensors(**{name: weight})
    checks.require_real(name, weight)
    _binary.require_broadcastable(name, checks.shape_of(weight), checks.shape_of(z))
    weight = tf.stop_gradient(tf.cast(weight, z.dtype))
    return checks.checked(weight, checks.weights_are_sound(name, weight), look=validate)


def _warn_if_probabilities(z: Any) -> None:
    """A glance at the first few; only if they could be probabilities, at all of them."""
    if tf.executing_eagerly() and still_to_warn("sigmoid") and tf.size(z) >= _binary.ENOUGH:
        few = tf.reshape(z, [-1])[:8].numpy()
        if ((few >= 0) & (few <= 1)).all():
            _binary.warn_if_probabilities(checks.as_numpy(z))


def binary_cross_entropy(p: Any, y: Any, reduction: str = "mean", *, validate: bool = True) -> Any:
    """−[y log p + (1 − y) log(1 − p)]; its gradient is (1 − y)/(1 − p) − y/p.

    For a model that ends in a logit use `binary_cross_entropy_with_logits`: a `p` that has
    rounded to 0 or 1 has lost what the loss is about.

    Args:
        p: probabilities in [0, 1], any shape, any float dtype.
        y, reduction, validate: as `binary_cross_entropy_with_logits`.

    Returns:
        The loss in nats, dtype of `p`; +inf where `p` holds impossible what happened (nothing
        is clipped), with an infinite gradient.

    Raises:
        As `binary_cross_entropy_with_logits`, and for `p` outside [0, 1].

    Source: chapter *Binary cross-entropy*, equations (bce) and (grad-p).
    """
    prob, target = prepared("p", p, y, reduction, validate)
    return reduced(_of_probability(prob, target), reduction, p.dtype)


_Gradient = Callable[..., tuple[Any, ...]]


@tf.custom_gradient
def _two_sided(z: Any, a: Any, b: Any) -> tuple[Any, _Gradient]:
    """a·log(1 + e^(−z)) + b·log(1 + e^z), elementwise."""
    distance = tf.abs(z)
    hinge = tf.math.multiply_no_nan(distance, tf.where(z >= 0.0, b, a))  # inf · 0 counts 0

    def grad(upstream: Any) -> tuple[Any, Any, Any]:
        by_z = b * tf.sigmoid(z) - a * tf.sigmoid(-z)  # p − y, without cancellation
        return upstream * by_z, upstream * tf.math.softplus(-z), upstream * tf.math.softplus(z)

    return hinge + (a + b) * tf.math.log1p(tf.exp(-distance)), grad


@tf.custom_gradient
def _of_probability(p: Any, y: Any) -> tuple[Any, _Gradient]:
    losses = -(tf.math.xlogy(y, p) + tf.math.xlog1py(1.0 - y, -p))

    def grad(upstream: Any) -> tuple[Any, Any]:
        by_p = ratio(1.0 - y, 1.0 - p) - ratio(y, p)
        return upstream * by_p, upstream * (tf.math.log1p(-p) - tf.math.log(p))

    return losses, grad
