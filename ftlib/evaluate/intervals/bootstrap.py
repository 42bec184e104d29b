"""Bootstrap intervals for a score, and for the difference of two models on the same items."""

from __future__ import annotations

from numpy.typing import ArrayLike

from ftlib.evaluate.intervals.interval import Interval
from ftlib.evaluate.intervals.resampling import Metric, aligned, draws, percentile_interval


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
    truth, (predicted,) = aligned(y_true, [y_pred], level, resamples)
    scores = [metric(truth[rows], predicted[rows]) for rows in draws(len(truth), resamples, seed)]
    return percentile_interval(metric(truth, predicted), scores, level)


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
    truth, (ours, theirs) = aligned(y_true, [y_pred, y_pred_baseline], level, resamples)
    scores = [
        metric(truth[rows], ours[rows]) - metric(truth[rows], theirs[rows])
        for rows in draws(len(truth), resamples, seed)
    ]
    return percentile_interval(metric(truth, ours) - metric(truth, theirs), scores, level)
