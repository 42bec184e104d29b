"""The items of a test set drawn again, and the interval that is read off their scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.evaluate.intervals.interval import Interval

Metric: TypeAlias = Callable[[NDArray, NDArray], float]
"""Takes labels and predictions of the same N items, returns a score."""


def draws(n: int, resamples: int, seed: int) -> NDArray[np.int64]:
    """Rows to take, with replacement: int64, shape [resamples, n], each in 0 … n − 1."""
    return np.random.default_rng(seed).integers(0, n, size=(resamples, n))


def percentile_interval(value: float, scores: Sequence[float], level: float) -> Interval:
    """`value` between the (1 − level)/2 and (1 + level)/2 quantiles of the resampled scores."""
    low, high = np.quantile(scores, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(value), float(low), float(high), level)


def aligned(
    y_true: ArrayLike, predictions: list[ArrayLike], level: float, resamples: int
) -> tuple[NDArray, list[NDArray]]:
    """Labels and predictions as arrays of the same N ≥ 1 items, each of shape [N] or [N, …].

    Raises:
        ValueError: empty or unequal inputs, a `level` outside (0, 1), `resamples` below 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give a share between 0 and 1, such as 0.95")
    if resamples < 1:
        raise ValueError(f"resamples is {resamples}; give at least 1 (2000 is usual)")
    truth = np.asarray(y_true)
    arrays = [np.asarray(each) for each in predictions]
    if len(truth) == 0:
        raise ValueError("y_true is empty; a score needs at least one item")
    for each in arrays:
        if len(each) != len(truth):
            raise ValueError(
                f"y_true has {len(truth)} items and a prediction has {len(each)}; "
                "both must describe the same items in the same order"
            )
    return truth, arrays
