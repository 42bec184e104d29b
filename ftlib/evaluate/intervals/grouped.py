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
    """The cluster bootstrap: the percentile interval of `metric(y_true, y_pred)` over groups.

    Groups (patients) are drawn again with replacement, each with all of its items: what the items
    of a group have in common stays in the spread. With groups of one item it is
    `bootstrap_interval`.

    Args:
        metric: takes two arrays of the same length, returns a float.
        y_true: shape [N].
        y_pred: shape [N] or [N, …].
        groups: the group of each item, N hashable names (a list, an array, a tensor or a column);
            at least 2 different ones.
        resamples, level, seed: as `bootstrap_interval`.

    Returns:
        The score of the items as they are, with the interval, in the unit of `metric`.

    Raises:
        ValueError: as `bootstrap_interval`; a `groups` of another length, an item without a group
            (None or NaN), or fewer than 2 groups.

    Source: chapter *A second pair of eyes*, equation (clustered-mean); Davison and Hinkley (1997).
    """
    truth, (predicted,) = aligned(y_true, [y_pred], level, resamples)
    rows_of = _rows_of(groups, len(truth))
    scores = []
    for drawn in draws(len(rows_of), resamples, seed):
        rows = np.concatenate([rows_of[each] for each in drawn])
        scores.append(metric(truth[rows], predicted[rows]))
    return percentile_interval(metric(truth, predicted), scores, level)


def design_effect(size: float, correlation: float) -> float:
    """How many times larger the variance of a mean is, for pictures that share patients.

    Args:
        size: m ≥ 1, pictures of each patient. Where they have unequal numbers m_g, give
            Σ m_g² / Σ m_g: more than the mean.
        correlation: ρ, of two pictures of one patient, in [0, 1].

    Returns:
        1 + (m − 1)·ρ; N pictures are worth N divided by it.

    Raises:
        ValueError: a size below 1 or not finite, or a correlation outside [0, 1].

    Source: chapter *A second pair of eyes*, equation (clustered-mean); Kish (1965).
    """
    if not (np.isfinite(size) and size >= 1):
        raise ValueError(f"size is {size}; give the number of pictures of a patient, at least 1")
    if not 0 <= correlation <= 1:
        raise ValueError(f"correlation is {correlation}; give a number between 0 and 1")
    return 1 + (size - 1) * correlation


def _rows_of(groups: Sequence[Hashable] | NDArray, items: int) -> list[NDArray[np.int64]]:
    """The rows of each group, groups in the order in which they come first."""
    if hasattr(groups, "__array__"):  # the elements of a tensor have no equality that hashes
        groups = np.asarray(groups)
        if groups.ndim != 1:
            raise ValueError(f"groups has shape {groups.shape}; give the group of each item, [N]")
    rows: dict[Hashable, list[int]] = {}
    for place, name in enumerate(groups):
        if name is None or name != name:  # NaN differs from itself: each would be a group
            raise ValueError(f"groups[{place}] is {name}; name the group, or leave that item out")
        rows.setdefault(name, []).append(place)
    if len(groups) != items or len(rows) < 2:
        raise ValueError(
            f"groups names {len(rows)} groups for {len(groups)} of {items} items; "
            "give the group of each item, and at least 2 groups"
        )
    return [np.array(each, dtype=np.int64) for each in rows.values()]
