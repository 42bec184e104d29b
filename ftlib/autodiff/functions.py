"""Functions of tensors, named as in NumPy and in the frameworks.

Each takes a Tensor (or a constant: a number, a list, an array) and returns a Tensor.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ftlib.autodiff import primitives
from ftlib.autodiff.primitives.axes import Axis
from ftlib.autodiff.tensor import Operand, Tensor, apply, as_array


def exp(x: Operand) -> Tensor:
    """e^x, entry by entry; any shape."""
    return apply(primitives.exp, x)


def log(x: Operand) -> Tensor:
    """The natural logarithm, entry by entry; −inf at 0 and NaN below, as IEEE has it."""
    return apply(primitives.log, x)


def tanh(x: Operand) -> Tensor:
    """tanh x, entry by entry; any shape."""
    return apply(primitives.tanh, x)


def relu(x: Operand) -> Tensor:
    """max(x, 0), entry by entry; its slope at 0 is taken as 0."""
    return apply(primitives.relu, x)


def sigmoid(x: Operand) -> Tensor:
    """σ(x) = 1/(1 + e^(−x)), entry by entry, without overflow."""
    return apply(primitives.sigmoid, x)


def softplus(x: Operand) -> Tensor:
    """log(1 + e^x), entry by entry, without overflow."""
    return apply(primitives.softplus, x)


def log_sum_exp(x: Operand, axis: Axis = -1, keepdims: bool = False) -> Tensor:
    """log Σ e^x over `axis` (the last by default), without overflow."""
    return apply(primitives.log_sum_exp, x, axis=axis, keepdims=keepdims)


def softmax(z: Operand) -> Tensor:
    """e^z / Σ e^z over the last axis of z, shape [..., C].

    Raises:
        ValueError: for a single number or an empty last axis.
    """
    _require_classes(z)
    return apply(primitives.softmax, z)


def log_softmax(z: Operand) -> Tensor:
    """log softmax(z) over the last axis of z, shape [..., C], without underflow.

    Raises:
        ValueError: for a single number or an empty last axis.
    """
    _require_classes(z)
    return apply(primitives.log_softmax, z)


def softmax_cross_entropy(z: Operand, y: ArrayLike, reduction: str = "mean") -> Tensor:
    """−Σ y log softmax(z) over the last axis, in nats.

    Args:
        z: logits, shape [N, C].
        y: labels, integers in 0 … C − 1 of shape [N]; or probabilities, shape [N, C]. A constant.
        reduction: "mean" over the N examples, "sum", or "none" (shape [N]).

    Returns:
        A Tensor of shape () or [N]. Its gradient in z is softmax(z) − y (divided by N for
        "mean").

    Raises:
        ValueError: for an unknown reduction, logits that are not [N, C], labels out of range or
            not whole, targets of another shape or that do not sum to 1, a Tensor as y, or the
            mean of nothing.

    Source: chapter *Backpropagation*, equation (pull-cross-entropy).
    """
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f"reduction is {reduction!r}; use 'none', 'mean' or 'sum'")
    shape = _require_classes(z)
    if len(shape) != 2:
        raise ValueError(f"z has shape {shape}; give logits as [N, C], a row for each example")
    if reduction == "mean" and shape[0] == 0:
        raise ValueError("z is empty and reduction is 'mean'; skip empty batches, or use 'sum'")
    targets = _targets(y, shape)
    # Targets are an option and not an operand: they have no pull.
    losses = apply(primitives.cross_entropy, z, y=targets)
    if reduction == "none":
        return losses
    return losses.mean() if reduction == "mean" else losses.sum()


def _require_classes(z: Operand) -> tuple[int, ...]:
    shape = z.shape if isinstance(z, Tensor) else np.shape(z)
    if not shape or shape[-1] == 0:
        raise ValueError(f"z has shape {shape}; give logits with at least one class, [..., C]")
    return shape


def _targets(y: ArrayLike, shape: tuple[int, ...]) -> np.ndarray:
    """Targets of shape [N, C]: labels become rows of the identity."""
    if isinstance(y, Tensor):
        raise ValueError("y is a Tensor, and targets are constants here; pass y.data")
    array = as_array("y", y)
    if array.shape == shape[:1]:
        bad = (array != np.floor(array)) | (array < 0) | (array >= shape[1])
        if bad.any():
            first = int(np.argmax(bad))
            raise ValueError(
                f"y is {array[first]} at index {first}; labels are integers from 0 to "
                f"{shape[1] - 1} for logits of {shape[1]} classes"
            )
        return np.eye(shape[1])[array.astype(np.int64)]
    if array.shape != shape:
        raise ValueError(
            f"y has shape {array.shape} and z has shape {shape}; give one label for each row, "
            f"shape {shape[:1]}, or probabilities of shape {shape}"
        )
    off = ~(np.abs(array.sum(axis=1) - 1) <= 1e-6) | (array < 0).any(axis=1)  # a NaN is off too
    if off.any():
        first = int(np.argmax(off))
        raise ValueError(
            f"row {first} of y has the sum {array[first].sum():g} and the minimum "
            f"{array[first].min():g}; give probabilities, or labels of shape {shape[:1]}"
        )
    return array
