"""Where an output layer should begin: at the base rates, not at a uniform guess."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def label_bias(labels: ArrayLike) -> NDArray[np.float64]:
    """Log-odds of each label's base rate, log((n₁ + ½) / (n₀ + ½)): finite when one never occurs.

    Args:
        labels: 0 and 1, shape [N] (binary) or [N, L] (multi-label), N ≥ 1.

    Returns:
        float64, shape [] or [L], for the bias of a layer with one logit a label.

    Raises:
        ValueError: no examples, or entries other than 0 and 1.

    Source: chapter *Task layers*, equation (first-bias); the halves: Haldane (1956).
    """
    y = np.asarray(labels, dtype=np.float64)
    if y.ndim not in (1, 2) or not len(y) or not np.isin(y, (0.0, 1.0)).all():
        raise ValueError(
            f"labels have shape {y.shape}; give zeros and ones, [N] or [N, L], with N ≥ 1"
        )
    ones = y.sum(axis=0)
    return np.asarray(np.log((ones + 0.5) / (len(y) - ones + 0.5)))


def class_bias(labels: ArrayLike, classes: int) -> NDArray[np.float64]:
    """log((n_c + ½) / (N + C/2)) of each class: a softmax over it gives the base rates.

    Args:
        labels: integers 0 … C − 1, shape [N], N ≥ 1.
        classes: C.

    Returns:
        float64, shape [C], for the bias of a softmax layer.

    Raises:
        ValueError: no examples, or labels that are not whole numbers in the range.

    Source: chapter *Task layers*, equation (first-bias).
    """
    y = np.asarray(labels)
    if y.ndim != 1 or not y.size or y.dtype.kind not in "iu":
        raise ValueError(f"labels have shape {y.shape} and dtype {y.dtype}; give integers [N]")
    if y.min() < 0 or y.max() >= classes:
        raise ValueError(
            f"labels run from {y.min()} to {y.max()}, classes is {classes}; use 0 … {classes - 1} "
            "(and leave ignored positions out)"
        )
    counts = np.bincount(y, minlength=classes) + 0.5
    return np.log(counts / counts.sum())
