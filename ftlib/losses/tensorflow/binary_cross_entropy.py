"""Binary cross-entropy in TensorFlow, with the closed-form gradient of the book."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from ftlib.losses.tensorflow._common import prepared, ratio, reduced


def binary_cross_entropy_with_logits(
    z: Any, y: Any, reduction: str = "mean", *, validate: bool = True
) -> Any:
    """Binary cross-entropy of p = σ(z); its gradient is p − y, its second derivative p (1 − p).

    Args:
        z: logits, a tf.Tensor or tf.Variable of any shape, float64, float32, bfloat16 or
            float16; ±inf are taken.
        y: targets in [0, 1], the shape of `z`, any real dtype.
        reduction: "none" (shape of `z`), "mean" (a scalar) or "sum".
        validate: look at the values too (NaN, targets outside [0, 1]).

    Returns:
        The loss in nats, dtype of `z`. Half precision is computed in float32.

    Raises:
        ValueError: as the PyTorch function. Inside `tf.function`, where values are not known
            when the graph is built, a bad value raises `tf.errors.InvalidArgumentError` when
            the graph runs; shape, dtype and reduction still raise ValueError.

    Source: chapter *Binary cross-entropy*, equations (stable) and (grad-z).
    """
    logits, target = prepared("z", z, y, reduction, validate)
    return reduced(_with_logits(logits, target), reduction, z.dtype)


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


_Gradient = Callable[[Any], tuple[Any, Any]]


@tf.custom_gradient
def _with_logits(z: Any, y: Any) -> tuple[Any, _Gradient]:
    distance = tf.abs(z)
    wrong = tf.where(z >= 0.0, 1.0 - y, y)
    hinge = tf.math.multiply_no_nan(distance, wrong)  # inf · 0 counts 0

    def grad(upstream: Any) -> tuple[Any, Any]:
        by_z = (1.0 - y) * tf.sigmoid(z) - y * tf.sigmoid(-z)  # p − y, without cancellation
        return upstream * by_z, upstream * -z

    return hinge + tf.math.log1p(tf.exp(-distance)), grad


@tf.custom_gradient
def _of_probability(p: Any, y: Any) -> tuple[Any, _Gradient]:
    losses = -(tf.math.xlogy(y, p) + tf.math.xlog1py(1.0 - y, -p))

    def grad(upstream: Any) -> tuple[Any, Any]:
        by_p = ratio(1.0 - y, 1.0 - p) - ratio(y, p)
        return upstream * by_p, upstream * (tf.math.log1p(-p) - tf.math.log(p))

    return losses, grad
