"""Mean squared error in TensorFlow."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from ftlib.losses import _classes, _validate
from ftlib.losses.tensorflow import _classes as checks
from ftlib.losses.tensorflow.row_losses import reduce_rows


def mse(prediction: Any, targets: Any, *, reduction: str = "mean", validate: bool = True) -> Any:
    """(a − y)² of every element; its gradient is 2 (a − y).

    Args:
        prediction: a, a tensor of any shape and float dtype.
        targets: y, the shape of `prediction`, any real dtype.
        reduction: "none", "mean" over all elements, or "sum".
        validate: look at the values too (NaN); in a graph see `softmax_cross_entropy`.

    Returns:
        The loss, dtype of `prediction`; half precision is computed in float32.

    Raises:
        As `reference.mse`.

    Source: chapter *Sequence loss*, equation (mse).
    """
    checks.require_tensors(prediction=prediction, targets=targets)
    checks.require_floating("prediction", prediction)
    checks.require_real("targets", targets)
    _classes.require_equal_shapes(
        "prediction", checks.shape_of(prediction), checks.shape_of(targets)
    )
    _validate.require_reduction(reduction, prediction.shape.num_elements(), "prediction")
    a = tf.cast(prediction, checks.working(prediction))
    y = tf.cast(targets, a.dtype)
    faults = [
        checks.no_nan("prediction", a),
        checks.no_nan("targets", y),
        checks.some_rows("prediction", a, reduction),
    ]
    a = checks.checked(a, *faults, look=validate)
    squares = tf.square(a - y)
    count = tf.cast(tf.size(squares), a.dtype)
    return tf.cast(reduce_rows(squares, count, reduction), prediction.dtype)
