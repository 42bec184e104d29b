"""The bootstrap interval, corrected for bias and for a spread that changes with the score."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from ftlib.evaluate.intervals.interval import Interval
from ftlib.evaluate.intervals.resampling import Metric, aligned, draws


def bca_interval(
    metric: Metric,
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    resamples: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """The BCa bootstrap interval of `metric(y_true, y_pred)`.

    Like `bootstrap_interval`, but the two quantiles are moved: by how far the score stands from
    the middle of its resamples (bias) and by how its spread grows with it (acceleration, from
    leaving out one item at a time: N more calls of `metric`).

    Args and errors: as `bootstrap_interval`; and a ValueError when every resample gives the same
    score or all lie on one side of it, where no correction is defined.

    Source: Efron (1987); Efron and Tibshirani (1993), equation 14.10.
    """
    truth, (predicted,) = aligned(y_true, [y_pred], level, resamples)
    value = float(metric(truth, predicted))
    drawn = [metric(truth[rows], predicted[rows]) for rows in draws(len(truth), resamples, seed)]
    scores = np.asarray(drawn)
    below = (np.mean(scores < value) + np.mean(scores <= value)) / 2
    if not 0 < below < 1 or np.ptp(scores) == 0:
        raise ValueError(
            "every resample scores the same, or all lie on one side of y_pred's score; "
            "use wilson_interval for a share, or more items"
        )
    bias = special.ndtri(below)
    acceleration = _acceleration(metric, truth, predicted)
    z = special.ndtri(np.array([(1 - level) / 2, (1 + level) / 2])) + bias
    moved = special.ndtr(bias + z / (1 - acceleration * z))
    low, high = np.quantile(scores, moved)
    return Interval(value, float(low), float(high), level)


def _acceleration(metric: Metric, truth: NDArray, predicted: NDArray) -> float:
    keep = np.arange(len(truth))
    left_out = np.array([metric(truth[keep != i], predicted[keep != i]) for i in keep])
    gaps = left_out.mean() - left_out
    spread = np.sum(gaps**2)
    return float(np.sum(gaps**3) / (6 * spread**1.5)) if spread > 0 else 0.0
