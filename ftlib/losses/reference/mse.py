"""Mean squared error: the loss of a number, and of a Gaussian with fixed spread."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses._classes import require_equal_shapes
from ftlib.losses._validate import as_float64, require_no_nan, require_reduction


def mse(
    prediction: ArrayLike, targets: ArrayLike, *, reduction: str = "mean", validate: bool = True
) -> NDArray[np.float64]:
    """(a − y)² of every element.

    Args:
        prediction: a, any shape.
        targets: y, the shape of `prediction` (nothing is broadcast: a [N, 1] against a [N]
            would silently compare every pair).
        reduction: "none" (that shape), "mean" over all elements, or "sum".
        validate: look at the values too (NaN).

    Returns:
        float64, in squared units of the target.

    Raises:
        ValueError: for unequal shapes, NaN, an unknown reduction, or the mean of nothing.

    Source: chapter *Sequence loss*, equation (mse).
    """
    squares = _errors(prediction, targets, reduction, validate) ** 2
    if reduction == "none":
        return squares
    return np.asarray(squares.mean() if reduction == "mean" else squares.sum())


def mse_grad(
    prediction: ArrayLike, targets: ArrayLike, *, reduction: str = "mean", validate: bool = True
) -> NDArray[np.float64]:
    """∂/∂a of the reduced loss: 2 (a − y), divided by their number for "mean".

    Args and errors: as `mse`. Returns float64, the shape of `prediction`.
    Source: chapter *Sequence loss*, equation (mse).
    """
    slopes = 2.0 * _errors(prediction, targets, reduction, validate)
    return slopes / slopes.size if reduction == "mean" else slopes


def _errors(
    prediction: ArrayLike, targets: ArrayLike, reduction: str, validate: bool
) -> NDArray[np.float64]:
    a, y = as_float64("prediction", prediction), as_float64("targets", targets)
    require_equal_shapes("prediction", a.shape, y.shape)
    require_reduction(reduction, a.size, "prediction")
    if validate:
        require_no_nan("prediction", a)
        require_no_nan("targets", y)
    return a - y
