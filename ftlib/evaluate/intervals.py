"""Bootstrap intervals for a score, and for the difference of two models on the same items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Metric: TypeAlias = Callable[[NDArray, NDArray], float]


@dataclass(frozen=True)
class Interval:
    """A score and the percentile interval around it. `str()` gives `0.842 [0.825, 0.859]`."""

    value: float
    low: float
    high: float
    level: float = 0.95

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"

    def __format__(self, spec: str) -> str:
        spec = spec or ".3f"
        return f"{self.value:{spec}} [{self.low:{spec}}, {self.high:{spec}}]"


def bootstrap_interval(
    metric: Metric,
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    resamples: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """The percentile bootstrap interval of `metric(y_true, y_pred)`.

    Items (rows) are drawn again with replacement `resamples` times; the interval runs between
    the (1 − level)/2 and (1 + level)/2 quantiles of the scores.

    Args:
        metric: takes two arrays of the same length, returns a float.
        y_true: shape [N].
        y_pred: shape [N] or [N, …], what `metric` takes as its second argument.
        resamples: how often the test set is drawn again.
        level: share of the resampled scores inside the interval, in (0, 1).
        seed: of the draws.

    Raises:
        ValueError: for empty or unequal inputs, a `level` outside (0, 1), or `resamples` below 1.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), ch. 13.
    """
    truth, (predicted,) = _aligned(y_true, [y_pred], level, resamples)
    scores = [metric(truth[rows], predicted[rows]) for rows in _draws(len(truth), resamples, seed)]
    return _interval(metric(truth, predicted), scores, level)


def paired_difference(
    metric: Metric,
    y_true: ArrayLike,
    y_pred: ArrayLike,
    y_pred_baseline: ArrayLike,
    *,
    resamples: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """The interval of `metric(model) − metric(baseline)` on the same items.

    Both are scored on the same resampled rows, so what makes an item hard for both cancels;
    the model beats the baseline at this level when `low > 0`.

    Args and errors: as `bootstrap_interval`; `y_pred_baseline` has the shape of `y_pred`.

    Source: Berg-Kirkpatrick, Burkett and Klein, EMNLP 2012.
    """
    truth, (ours, theirs) = _aligned(y_true, [y_pred, y_pred_baseline], level, resamples)
    scores = [
        metric(truth[rows], ours[rows]) - metric(truth[rows], theirs[rows])
        for rows in _draws(len(truth), resamples, seed)
    ]
    return _interval(metric(truth, ours) - metric(truth, theirs), scores, level)


def _draws(n: int, resamples: int, seed: int) -> NDArray[np.int64]:
    return np.random.default_rng(seed).integers(0, n, size=(resamples, n))


def _interval(value: float, scores: Sequence[float], level: float) -> Interval:
    low, high = np.quantile(scores, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(value), float(low), float(high), level)


def _aligned(
    y_true: ArrayLike, predictions: list[ArrayLike], level: float, resamples: int
) -> tuple[NDArray, list[NDArray]]:
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
