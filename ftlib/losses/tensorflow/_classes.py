"""Checks of arguments that every TensorFlow loss over classes shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from ftlib.losses import _classes, _validate


def require_tensors(**tensors: Any) -> None:
    for name, tensor in tensors.items():
        if tensor is not None and not isinstance(tensor, (tf.Tensor, tf.Variable)):
            raise ValueError(f"{name} is a {type(tensor).__name__}; give a tf.Tensor")


def require_floating(name: str, tensor: Any) -> None:
    _validate.require_floating(name, tensor.dtype.is_floating, tensor.dtype.name)


def require_real(name: str, tensor: Any) -> None:
    _validate.require_real(name, kind(tensor), tensor.dtype.name)


def kind(tensor: Any) -> str:
    """NumPy's letter for the kind of dtype: b, i, f, or O for what is no real number."""
    if tensor.dtype.is_floating:
        return "f"
    if tensor.dtype.is_integer:
        return "i"
    return "b" if tensor.dtype.is_bool else "O"


def shape_of(tensor: Any) -> tuple[int | None, ...]:
    """The shape with None for what is not known when a graph is built."""
    return tuple(tensor.shape.as_list())


def working(tensor: Any) -> Any:
    """At least float32: half precision has too few digits to subtract and add in."""
    return tf.float64 if tensor.dtype == tf.float64 else tf.float32


def check_arguments(
    name: str, predictions: Any, targets: Any, weight: Any, reduction: str, **options: Any
) -> bool:
    """Everything known without a look at values; True for labels, False for probabilities."""
    require_tensors(**{name: predictions, "targets": targets, "weight": weight})
    require_floating(name, predictions)
    shape = shape_of(predictions)
    _classes.require_class_axis(name, shape)
    labels = _classes.targets_are_labels(
        name, shape, shape_of(targets), kind(targets), targets.dtype
    )
    size = predictions.shape.num_elements()
    _classes.require_options(reduction, size, name, labels=labels, **options)
    if weight is not None:
        require_real("weight", weight)
        _classes.require_class_weight(name, shape[-1], shape_of(weight))
    return labels


def checked(tensor: Any, *checks: tuple[Any, Callable[[], None], str], look: bool = True) -> Any:
    """`tensor`, after checks of values; each is (what must be true, who words it, in short).

    Eagerly a fault is worded by NumPy's checks. In a graph, where there are no values yet, the
    check becomes an operation that stops it with `tf.errors.InvalidArgumentError` (XLA, which
    cannot stop, leaves such operations out).
    """
    if not look:
        return tensor
    if tf.executing_eagerly():
        for sound, word, _ in checks:
            if not bool(sound):
                word()
        return tensor
    with tf.control_dependencies([tf.debugging.Assert(ok, [short]) for ok, _, short in checks]):
        return tf.identity(tensor)


Check = tuple[Any, Callable[[], None], str]


def logits_are_sound(name: str, z: Any) -> Check:
    """For logits [..., C] that may hold −inf and one +inf a row."""
    certain = tf.reduce_sum(tf.cast(tf.equal(z, np.inf), tf.int32), -1)
    possible = tf.reduce_any(z > -np.inf, -1)  # false for NaN too
    none_nan = ~tf.reduce_any(tf.math.is_nan(z))
    sound = none_nan & tf.reduce_all(certain <= 1) & tf.reduce_all(possible)
    word = lambda: _classes.require_softmax_exists(name, as_numpy(z))  # noqa: E731
    return sound, word, f"{name} is NaN, or a row has no softmax"


def labels_are_sound(targets: Any, classes: Any, ignore_index: int | None) -> Check:
    inside = (targets >= 0) & (tf.cast(targets, tf.int64) < tf.cast(classes, tf.int64))
    if ignore_index is not None:
        inside |= tf.equal(tf.cast(targets, tf.int64), ignore_index)
    word = lambda: _classes.require_labels(as_numpy(targets), int(classes), ignore_index)  # noqa: E731
    return tf.reduce_all(inside), word, "targets holds a label that is no class"


def distributions_are_sound(targets: Any, dtype: Any) -> Check:
    """`targets` in the working dtype; `dtype` is the one they came in."""
    tolerance = 1e-2 if dtype in (tf.float16, tf.bfloat16) else 1e-4
    sums = tf.abs(tf.reduce_sum(targets, -1) - 1.0) <= tolerance
    sound = tf.reduce_all(sums) & tf.reduce_all(targets >= 0.0)
    word = lambda: _classes.require_distributions("targets", as_numpy(targets), tolerance)  # noqa: E731
    return sound, word, "targets is no distribution: rows are not negative and sum to 1"


def weights_are_sound(name: str, weight: Any) -> Check:
    sound = tf.reduce_all((weight >= 0) & (weight < np.inf))
    word = lambda: _classes.require_weights(name, as_numpy(weight))  # noqa: E731
    return sound, word, f"{name} is negative, NaN or infinite"


def log_probabilities_are_sound(log_p: Any) -> Check:
    sound = tf.reduce_all(log_p <= 1e-2)
    word = lambda: _classes.require_log_probabilities("log_p", as_numpy(log_p))  # noqa: E731
    return sound, word, "log_p is positive or NaN; give log_softmax(logits)"


def no_nan(name: str, tensor: Any) -> Check:
    word = lambda: _validate.require_no_nan(name, as_numpy(tensor))  # noqa: E731
    return ~tf.reduce_any(tf.math.is_nan(tensor)), word, f"{name} is NaN"


def finite(name: str, tensor: Any, word: Callable[[], None]) -> Check:
    return tf.reduce_all(tf.math.is_finite(tensor)), word, f"{name} is NaN or infinite"


def some_rows(name: str, tensor: Any, reduction: str) -> Check:
    """For graphs of unknown size; a size that is known was checked before."""
    sound = tf.constant(True) if reduction != "mean" else tf.size(tensor) > 0
    return sound, lambda: None, f"{name} is empty and reduction is 'mean'"


def warn_if_probabilities(logits: Any) -> None:
    """Look at the first row, and only if it could be a softmax's result at all of them."""
    if not tf.executing_eagerly() or not _classes.still_to_warn("softmax"):
        return
    if tf.size(logits) > 0:
        row = tf.reshape(logits, [-1, logits.shape[-1]])[0]
        if 0.999 <= float(tf.reduce_sum(row)) <= 1.001:
            _classes.warn_if_probabilities("logits", as_numpy(logits))


def as_numpy(tensor: Any) -> np.ndarray:
    if tensor.dtype.is_floating:
        tensor = tf.cast(tensor, tf.float64)
    return np.asarray(tensor.numpy())
