"""Softmax cross-entropy of a linear layer, z = W h + b: the end of every language model."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses import _linear
from ftlib.losses._classes import IGNORED
from ftlib.losses._validate import as_array, as_float64, require_reduction
from ftlib.losses.reference.softmax_cross_entropy import (
    softmax_cross_entropy,
    softmax_cross_entropy_grad,
)

Array = NDArray[np.float64]


class LinearGradients(NamedTuple):
    """∂L/∂hidden [..., H], ∂L/∂weight [C, H], ∂L/∂bias [C]; float64."""

    hidden: Array
    weight: Array
    bias: Array


def linear_cross_entropy(
    hidden: ArrayLike,
    weight: ArrayLike,
    targets: ArrayLike,
    *,
    bias: ArrayLike | None = None,
    chunk: int | None = None,
    ignore_index: int | None = IGNORED,
    label_smoothing: float = 0.0,
    reduction: str = "mean",
    validate: bool = True,
) -> Array:
    """`softmax_cross_entropy(hidden @ weight.T + bias, targets)`.

    Args:
        hidden: h, [..., H].
        weight: W, the layer's matrix, [C, H] as `torch.nn.Linear` keeps it.
        targets: integer labels [...].
        bias: b, [C], or none.
        chunk: rows at a time; the reference takes and checks it, and needs it not.
        ignore_index, label_smoothing, reduction, validate: as `softmax_cross_entropy`.

    Returns:
        float64, in nats, as `softmax_cross_entropy`.

    Raises:
        ValueError: for shapes that do not fit, numbers that are not finite (a bias may be
            −inf), logits that overflow, and as `softmax_cross_entropy`.

    Source: chapter *Softmax cross-entropy*, equation (linear-ce).
    """
    _, _, z = _layer(hidden, weight, targets, bias, chunk, reduction, validate)
    return softmax_cross_entropy(
        z,
        targets,
        ignore_index=ignore_index,
        label_smoothing=label_smoothing,
        reduction=reduction,
        validate=validate,
    )


def linear_cross_entropy_grad(
    hidden: ArrayLike,
    weight: ArrayLike,
    targets: ArrayLike,
    *,
    bias: ArrayLike | None = None,
    chunk: int | None = None,
    ignore_index: int | None = IGNORED,
    label_smoothing: float = 0.0,
    reduction: str = "mean",
    validate: bool = True,
) -> LinearGradients:
    """With G = ∂L/∂z: ∂L/∂h = G W, ∂L/∂W = Gᵀ h, ∂L/∂b = Σ_i G_i.

    Each is a sum over rows, so rows can be taken in chunks. Args and errors: as
    `linear_cross_entropy`. Source: chapter *Softmax cross-entropy*, equation (linear-ce-grad).
    """
    h, w, z = _layer(hidden, weight, targets, bias, chunk, reduction, validate)
    slopes = softmax_cross_entropy_grad(
        z,
        targets,
        ignore_index=ignore_index,
        label_smoothing=label_smoothing,
        reduction=reduction,
        validate=validate,
    )
    rows = slopes.reshape(-1, w.shape[0])
    return LinearGradients(slopes @ w, rows.T @ h.reshape(len(rows), w.shape[1]), rows.sum(0))


def _layer(
    hidden: ArrayLike,
    weight: ArrayLike,
    targets: ArrayLike,
    bias: ArrayLike | None,
    chunk: int | None,
    reduction: str,
    validate: bool,
) -> tuple[Array, Array, Array]:
    """h, W and the logits z, checked."""
    h, w = as_float64("hidden", hidden), as_float64("weight", weight)
    b = None if bias is None else as_float64("bias", bias)
    y = as_array("targets", targets)
    _linear.require_layer(h.shape, w.shape, y.shape, y.dtype, None if b is None else b.shape, chunk)
    require_reduction(reduction, y.size, "hidden")
    if b is None:
        b = np.zeros(len(w))
    if validate:
        for name, array in (("hidden", h), ("weight", w), ("bias", b)):
            _linear.require_finite(name, array)
    with np.errstate(over="ignore", invalid="ignore"):
        z = h @ w.T + b
    if validate:
        _linear.require_logits(z)
    return h, w, z
