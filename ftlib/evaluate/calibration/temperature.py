"""One number that mends over-confident logits: the temperature."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

_WIDEST = 1e6  # temperatures are sought between 1e-6 and 1e6


def fit_temperature(z: ArrayLike, y_true: ArrayLike) -> float:
    """The T > 0 for which z/T has the lowest cross-entropy.

    In β = 1/T the loss is convex, so its slope grows with β and bisection finds its zero. Fit it
    on validation items. No order changes: accuracy and AUC stay what they were.

    Args:
        z: logits, shape [N] for two classes (of label 1) or [N, K].
        y_true: integer labels, shape [N].

    Raises:
        ValueError: shapes that do not fit; a label without a logit; or when no finite T > 0 is
            best: the logits are right about every item, or worse than knowing nothing.

    Source: chapter *Evaluation*, equation (temperature-slope); Guo et al. (2017).
    """
    logits, labels = _checked(z, y_true)
    low, high = -np.log(_WIDEST), np.log(_WIDEST)
    if _slope(logits, labels, np.exp(low)) >= 0:
        raise ValueError("z does no better than chance: no finite temperature is best; mend z")
    if _slope(logits, labels, np.exp(high)) <= 0:
        raise ValueError(
            "z is right about every item: the loss falls for ever as T goes to 0; "
            "fit on more validation items"
        )
    for _ in range(100):
        middle = (low + high) / 2
        if _slope(logits, labels, np.exp(middle)) < 0:
            low = middle
        else:
            high = middle
    return float(np.exp(-(low + high) / 2))


def _slope(z: NDArray[np.float64], labels: NDArray[np.int64], beta: float) -> float:
    """Of the mean cross-entropy in β: mean of Σ p_k z_k − z_y."""
    p = special.softmax(beta * z, axis=1)
    return float(np.mean((p * z).sum(axis=1) - z[np.arange(len(z)), labels]))


def _checked(z: ArrayLike, y_true: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    logits, labels = np.asarray(z, np.float64), np.asarray(y_true)
    if logits.ndim == 1:
        logits = np.stack([np.zeros_like(logits), logits], axis=1)
    if logits.ndim != 2 or labels.shape != (len(logits),) or len(labels) == 0:
        raise ValueError(
            f"z has shape {np.shape(z)} and y_true {labels.shape}; give z of shape [N] or [N, K] "
            "and N ≥ 1 labels"
        )
    if not np.isfinite(logits).all():
        raise ValueError("z holds a value that is not finite; look for a logarithm of 0")
    if not np.isin(labels, np.arange(logits.shape[1])).all():
        raise ValueError(f"y_true must hold integers from 0 to {logits.shape[1] - 1}")
    # The largest logit of each row becomes 0, so that no product overflows.
    return logits - logits.max(axis=1, keepdims=True), labels.astype(np.int64)
