"""What the losses over classes demand of their arguments, and the sentences they say otherwise.

As in `_validate`: a back end tests with its own operations and comes here, with NumPy copies, to
word the fault. So all of them say the same sentence.
"""

from __future__ import annotations

import math
import numbers
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ftlib.losses._validate import first, require_no_nan, require_real, require_reduction

IGNORED = -100  # the default ignore_index, PyTorch's

_warned: set[str] = set()


class SuspiciousLogits(UserWarning):
    """Numbers that look like probabilities were passed where logits are meant."""


def dtype_name(dtype: object) -> str:
    """The name of a dtype without its framework: 'float32' for torch.float32."""
    return str(getattr(dtype, "name", dtype)).removeprefix("torch.")


def require_class_axis(name: str, shape: Sequence[int | None]) -> None:
    if len(shape) == 0 or shape[-1] == 0:
        raise ValueError(
            f"{name} has shape {tuple(shape)}; its last axis counts the classes: "
            "give [..., C] with C of at least 1"
        )


def targets_are_labels(
    name: str,
    shape: Sequence[int | None],
    target_shape: Sequence[int | None],
    target_kind: str,
    dtype: object,
) -> bool:
    """True for integer labels [...], False for probabilities [..., C]; else ValueError.

    Args:
        name, shape: the predictions' name and shape [..., C]; None is a size not yet known.
        target_shape, target_kind, dtype: of the targets; the kind is NumPy's letter.
    """
    require_real("targets", target_kind, dtype_name(dtype))
    if _fits(target_shape, shape):
        return False
    if not _fits(target_shape, shape[:-1]):
        raise ValueError(
            f"targets has shape {tuple(target_shape)} and {name} has shape {tuple(shape)}; give "
            f"integer labels of shape {tuple(shape[:-1])} or probabilities of shape "
            f"{tuple(shape)} (the class axis is the last; nothing is broadcast)"
        )
    if target_kind not in "iu" and 0 not in target_shape:
        raise ValueError(
            f"targets has dtype {dtype_name(dtype)} and one entry a row; give integer labels, or "
            f"probabilities of shape {tuple(shape)}"
        )
    return True


def _fits(shape: Sequence[int | None], other: Sequence[int | None]) -> bool:
    pairs = zip(shape, other, strict=False)
    return len(shape) == len(other) and all(None in (a, b) or a == b for a, b in pairs)


def require_equal_shapes(
    name: str, shape: Sequence[int | None], target_shape: Sequence[int | None]
) -> None:
    """For targets that have the very shape of the predictions."""
    if not _fits(target_shape, shape):
        raise ValueError(
            f"targets has shape {tuple(target_shape)} and {name} has shape {tuple(shape)}; give "
            "one target for each prediction (nothing is broadcast: reshape one of them)"
        )


def require_options(
    reduction: str,
    size: int | None,
    name: str,
    *,
    label_smoothing: float = 0.0,
    ignore_index: int | None = IGNORED,
    temperature: float = 1.0,
    labels: bool = True,
) -> None:
    """The options that are plain numbers; `size` as in `require_reduction`."""
    require_reduction(reduction, size, name)
    require_between("label_smoothing", label_smoothing, 0, 1)
    require_positive("temperature", temperature)
    require_ignore_index(ignore_index)
    if not labels and ignore_index not in (None, IGNORED):
        raise ValueError(
            f"ignore_index is {ignore_index} and targets are probabilities, which have no label "
            "to ignore; leave it out, or give integer labels"
        )


def require_ignore_index(ignore_index: int | None) -> None:
    integer = isinstance(ignore_index, numbers.Integral) and -(2**63) <= int(ignore_index) < 2**63
    if ignore_index is not None and not integer:
        raise ValueError(f"ignore_index is {ignore_index!r}; give an integer label, or None")


def require_positive(name: str, value: float) -> None:
    if not _is_number(value) or not 0 < value < math.inf:
        raise ValueError(f"{name} is {value!r}; give a positive number")


def require_between(name: str, value: float, low: float, high: float) -> None:
    if not _is_number(value) or not low <= value <= high:
        raise ValueError(f"{name} is {value!r}; give a number from {low:g} to {high:g}")


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def require_class_weight(name: str, classes: int | None, shape: Sequence[int | None]) -> None:
    if not _fits(shape, (classes,)):
        raise ValueError(
            f"weight has shape {tuple(shape)} and {name} has {classes} classes; give one weight "
            f"for each class, shape ({classes},)"
        )


def require_weights(name: str, weight: NDArray) -> None:
    """Weights are finite and not negative, any shape."""
    require_no_nan(name, weight)
    bad = (weight < 0) | np.isinf(weight)
    if bad.any():
        index = first(bad)
        raise ValueError(
            f"{name} is {float(weight[index]):g} at index {index}; a weight is finite and not "
            "negative (0 leaves its part of the loss out)"
        )


def require_labels(targets: NDArray, classes: int, ignore_index: int | None) -> None:
    """Every label is in 0 … C − 1, or the one that is ignored."""
    bad = (targets < 0) | (targets >= classes)
    if ignore_index is not None:
        bad &= targets != ignore_index
    if bad.any():
        index = first(bad)
        besides = "" if ignore_index is None else f" (or ignore_index, {ignore_index})"
        raise ValueError(
            f"targets is {int(targets[index])} at index {index} and there are {classes} classes; "
            f"labels run from 0 to {classes - 1}{besides}"
        )


def require_distributions(name: str, targets: NDArray, tolerance: float = 1e-4) -> None:
    """Every row (last axis) is not negative and sums to 1 within `tolerance`."""
    require_no_nan(name, targets)
    bad = (targets < 0) | (targets > 1 + tolerance)
    if bad.any():
        index = first(bad)
        raise ValueError(
            f"{name} is {float(targets[index]):g} at index {index}; targets are probabilities "
            "over the classes: give numbers between 0 and 1 (or integer labels)"
        )
    sums = targets.sum(-1)
    off = ~(np.abs(sums - 1) <= tolerance)
    if off.any():
        row = first(off)
        raise ValueError(
            f"{name} sums to {float(sums[row]):.4g} in row {row}; the probabilities of a row "
            "sum to 1: divide by their sum"
        )


def require_log_probabilities(name: str, log_p: NDArray) -> None:
    """No log-probability is above 0, beyond rounding."""
    require_no_nan(name, log_p)
    bad = log_p > 1e-2
    if bad.any():
        index = first(bad)
        raise ValueError(
            f"{name} is {float(log_p[index]):g} at index {index}; the logarithm of a probability "
            "is not positive: give log_softmax(logits)"
        )


def require_softmax_exists(name: str, logits: NDArray) -> None:
    """No NaN; in each row (last axis) at most one +inf, and not −inf alone."""
    require_no_nan(name, logits)
    several = np.isposinf(logits).sum(-1) > 1
    if several.any():
        raise ValueError(
            f"{name} is inf for several classes in row {first(several)}; their probabilities "
            "have no limit: give at most one inf a row"
        )
    none = np.asarray(np.isneginf(logits).all(-1))
    if none.any():
        raise ValueError(
            f"{name} is -inf for every class in row {first(none)}; leave at least one class "
            "possible, or leave the row out"
        )


def warn_if_probabilities(name: str, logits: NDArray) -> None:
    """Warn, once a process, when every row lies in [0, 1] and sums to 1, as a softmax does."""
    if logits.size == 0 or logits.shape[-1] < 2 or not still_to_warn("softmax"):
        return
    if (logits >= 0).all() and (np.abs(logits.sum(-1) - 1) <= 1e-3).all():
        warn_once(
            "softmax",
            f"every row of {name} lies in [0, 1] and sums to 1, like probabilities; this loss "
            "applies the softmax itself: give the numbers before it",
        )


def warn_once(kind: str, sentence: str) -> None:
    """Give the warning of this kind the first time in a process."""
    if still_to_warn(kind):
        _warned.add(kind)
        warnings.warn(sentence, SuspiciousLogits, stacklevel=5)  # where the loss was called


def still_to_warn(kind: str) -> bool:
    """Whether the warning of this kind ("softmax", "sigmoid") has not been given yet."""
    return kind not in _warned
