"""Checks and reductions that every TensorFlow loss shares."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from ftlib.losses import _binary, _validate
from ftlib.losses._classes import still_to_warn
from ftlib.losses.tensorflow import _classes as checks


def prepared(
    name: str,
    prediction: Any,
    y: Any,
    reduction: str,
    validate: bool,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
) -> tuple[Any, Any]:
    """Both tensors in the dtype to work in (at least float32), after the checks.

    Half precision has too few digits to subtract and add in; the result goes back to it.
    """
    checks.require_tensors(**{name: prediction, "y": y})
    checks.require_floating(name, prediction)
    checks.require_real("y", y)
    if prediction.shape.is_fully_defined() and y.shape.is_fully_defined():
        _validate.require_same_shape(name, prediction.shape, y.shape)
    elif not prediction.shape.is_compatible_with(y.shape):
        _validate.require_same_shape(name, tuple(prediction.shape), tuple(y.shape))
    _validate.require_reduction(reduction, prediction.shape.num_elements(), name)
    _binary.require_binary_options(label_smoothing, ignore_index)
    work = checks.working(prediction)
    prediction, y = tf.cast(prediction, work), tf.cast(y, work)
    if not validate:
        return prediction, y
    seen = y
    if ignore_index is not None:
        seen = tf.where(tf.equal(y, float(ignore_index)), tf.zeros_like(y), y)
    if tf.executing_eagerly():
        _check_values(name, prediction, seen)
        return prediction, y
    return _asserted(name, prediction, seen, reduction), y


def warn_if_probabilities(z: Any) -> None:
    """A glance at the first few; only if they could be probabilities, at all of them."""
    if tf.executing_eagerly() and still_to_warn("sigmoid") and tf.size(z) >= _binary.ENOUGH:
        few = tf.reshape(z, [-1])[:8].numpy()
        if ((few >= 0) & (few <= 1)).all():
            _binary.warn_if_probabilities(checks.as_numpy(z))


def reduced(losses: Any, reduction: str, dtype: Any, kept: Any | None = None) -> Any:
    """`losses` reduced in their own dtype and handed back in the caller's.

    The mean is over the elements `kept` (none: all); of no element it is 0.
    """
    if reduction == "mean" and kept is None:
        losses = tf.reduce_mean(losses)
    elif reduction == "mean":
        count = tf.reduce_sum(tf.cast(kept, losses.dtype))
        losses = tf.math.divide_no_nan(tf.reduce_sum(losses), count)
    elif reduction == "sum":
        losses = tf.reduce_sum(losses)
    return tf.cast(losses, dtype)


def ratio(a: Any, b: Any) -> Any:
    """a / b, and 0 where a is 0. The inner `where` keeps 0/0 out of the second derivative."""
    absent = tf.equal(a, 0.0)
    return tf.where(absent, tf.zeros_like(a), a / tf.where(absent, tf.ones_like(b), b))


def _in_unit_interval(x: Any) -> Any:
    return tf.reduce_all((x >= 0.0) & (x <= 1.0))  # false for NaN too


def _check_values(name: str, prediction: Any, y: Any) -> None:
    if name == "p":
        good = _in_unit_interval(prediction)
    else:
        good = ~tf.reduce_any(tf.math.is_nan(prediction))
    if not (good & _in_unit_interval(y)):
        check = _validate.require_unit_interval if name == "p" else _validate.require_no_nan
        check(name, prediction.numpy())
        _validate.require_unit_interval("y", y.numpy())


def _asserted(name: str, prediction: Any, y: Any, reduction: str) -> Any:
    """In a graph there are no values yet: the checks become operations of the graph."""
    if name == "p":
        sound, fault = _in_unit_interval(prediction), "p is outside [0, 1] or NaN"
    else:
        sound, fault = ~tf.reduce_any(tf.math.is_nan(prediction)), f"{name} is NaN"
    checks = [
        tf.debugging.assert_equal(
            tf.shape(prediction), tf.shape(y), message=f"y and {name} differ in shape"
        ),
        tf.debugging.Assert(sound, [fault]),
        tf.debugging.Assert(
            _in_unit_interval(y), ["y is outside [0, 1] or NaN; targets are probabilities"]
        ),
    ]
    if reduction == "mean":
        empty = f"{name} is empty and reduction is 'mean'"
        checks.append(tf.debugging.Assert(tf.size(prediction) > 0, [empty]))
    with tf.control_dependencies([each for each in checks if each is not None]):
        return tf.identity(prediction)
