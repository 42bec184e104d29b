"""A loss over classes as one matrix: the effective target q, and the number to divide by.

Labels, probabilities, class weights, label smoothing and ignored rows differ only in q:

    loss of row i = −Σ_c q_ic log p_ic          q_ic = w_c [(1 − ε) y_ic + ε / C]

so every value, gradient and Hessian has a single formula. An ignored row of q is zero.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses import _classes
from ftlib.losses._validate import as_array, as_float64

Array = NDArray[np.float64]


class Weighed(NamedTuple):
    """`target` is q, [..., C]; `divisor` is what "mean" divides the sum by (0: nothing counts)."""

    target: Array
    divisor: float


def as_predictions(name: str, value: ArrayLike) -> Array:
    array = as_float64(name, value)
    _classes.require_class_axis(name, array.shape)
    return array


def weighed(
    name: str,
    shape: tuple[int, ...],
    targets: ArrayLike,
    weight: ArrayLike | None,
    label_smoothing: float,
    ignore_index: int | None,
    reduction: str,
    temperature: float = 1.0,
    validate: bool = True,
) -> Weighed:
    """Check the targets and options of a loss whose predictions have `shape` [..., C]."""
    array = as_array("targets", targets)
    labels = _classes.targets_are_labels(name, shape, array.shape, array.dtype.kind, array.dtype)
    _classes.require_options(
        reduction,
        int(np.prod(shape)),
        name,
        label_smoothing=label_smoothing,
        ignore_index=ignore_index,
        temperature=temperature,
        labels=labels,
    )
    classes = shape[-1]
    scale = np.ones(classes) if weight is None else as_float64("weight", weight)
    _classes.require_class_weight(name, classes, scale.shape)
    if validate:
        _classes.require_weights("weight", scale)
    if labels:
        y, kept = _one_hot(array.astype(np.int64), classes, ignore_index, validate)
        divisor = float((y @ scale).sum())  # the weights of the labels, as PyTorch has it
    else:
        y, kept = as_float64("targets", array), np.ones((*shape[:-1], 1))
        if validate:
            _classes.require_distributions("targets", y)
        divisor = float(kept.size)  # with probabilities: the number of rows, as PyTorch has it
    smoothed = (1.0 - label_smoothing) * y + label_smoothing / classes
    return Weighed(scale * smoothed * kept, divisor)


def _one_hot(
    labels: NDArray[np.int64], classes: int, ignore_index: int | None, validate: bool
) -> tuple[Array, Array]:
    """[...] → [..., C] with one 1 a row, and [..., 1] with 0 for ignored rows."""
    if validate:
        _classes.require_labels(labels, classes, ignore_index)
    kept = np.ones(labels.shape) if ignore_index is None else (labels != ignore_index) * 1.0
    safe = np.where(kept == 1, labels, 0)
    one_hot = np.zeros((*labels.shape, classes))  # no [C, C] identity: C may be a vocabulary
    np.put_along_axis(one_hot, safe[..., None], kept[..., None], axis=-1)
    return one_hot, kept[..., None]


def row_losses(q: Array, log_p: Array) -> Array:
    """−Σ_c q_c log p_c for each row; a term with q = 0 counts 0, also where log p = −inf."""
    with np.errstate(invalid="ignore"):
        terms = np.where(q == 0, 0.0, -q * log_p)
    return np.asarray(terms.sum(-1))


def reduce_rows(losses: Array, divisor: float, reduction: str) -> Array:
    """ "mean" of rows that count nothing is 0: no label, no loss and no gradient."""
    if reduction == "none":
        return losses
    total = losses.sum()
    if reduction == "mean":
        total = total / divisor if divisor else 0.0
    return np.asarray(total)


def share(divisor: float, reduction: str) -> float:
    """The factor of each row's gradient in that of the reduced loss."""
    if reduction != "mean":
        return 1.0
    return 1.0 / divisor if divisor else 0.0
