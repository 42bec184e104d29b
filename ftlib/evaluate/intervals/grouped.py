"""Items in groups: a bootstrap that draws patients, not pictures, and what sharing costs."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.evaluate.intervals.interval import Interval
from ftlib.evaluate.intervals.resampling import Metric, aligned, draws, percentile_interval


def grouped_bootstrap_interval(
    metric: Metric,
    y_true: ArrayLike,
    y_pred: ArrayLike,
    groups: Sequence[Hashable] | NDArray,
    *,
    resamples: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """The percentile bootstrap interval of `metric(y_true, y_pred)` over groups.

    Groups (patients) are drawn again with replacement, each with all of its items: what the items
    of a group have in common stays in the spread. With groups of one item it is
    `bootstrap_interval`.

    Args:
        metric: takes two arrays of the same length, returns a float.
        y_true: shape [N].
        y_pred: shape [N] or [N, …].
        groups: the group of each item, length N; at least 2 different ones.
        resamples, level, seed: as `bootstrap_interval`.

    Raises:
        ValueError: as `bootstrap_interval`; a `groups` of another length, or fewer than 2 groups.

    Source: chapter *A second pair of eyes*, equation (clustered-mean); Davison and Hinkley (1997).
    """
    truth, (predicted,) = aligned(y_true, [y_pred], level, resamples)
    numbers: dict[Hashable, int] = {}
    group = np.array([numbers.setdefault(each, len(numbers)) for each in groups], dtype=np.int64)
    if len(group) != len(truth) or len(numbers) < 2:
        raise ValueError(
            f"groups names {len(numbers)} groups for {len(group)} of {len(truth)} items; "
            "give the group of each item, and at least 2 groups"
        )
    rows_of = [np.flatnonzero(group == each) for each in range(len(numbers))]
    scores = []
    for drawn in draws(len(rows_of), resamples, seed):
        rows = np.concatenate([rows_of[each] for each in drawn])
        scores.append(metric(truth[rows], predicted[rows]))
    return percentile_interval(metric(truth, predicted), scores, level)


def design_effect(size: float, correlation: float) -> float:
    """How many times larger the variance of a mean is, for pictures that share patients.

    Args:
        size: m ≥ 1, pictures of each patient.
        correlation: ρ, of two pictures of one patient, in [0, 1].

    Returns: 1 + (m − 1)·ρ; N pictures are worth N divided by it.

    Raises:
        ValueError: a size below 1, or a correlation outside [0, 1].

    Source: chapter *A second pair of eyes*, equation (clustered-mean); Kish (1965).
    """
    if not (np.isfinite(size) and size >= 1):
        raise ValueError(f"size is {size}; give the number of pictures of a patient, at least 1")
    if not 0 <= correlation <= 1:
        raise ValueError(f"correlation is {correlation}; give a number between 0 and 1")
    return 1 + (size - 1) * correlation
