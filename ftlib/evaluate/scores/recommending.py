"""Scores of recommended lists: nDCG and recall at k, ranks, sampled ranks, and the Gini index."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Floats = NDArray[np.float64]


def ndcg_at_k(relevance: ArrayLike, scores: ArrayLike, k: int) -> Floats:
    """Normalised discounted cumulative gain of the k best-scored items, for each person.

    Args:
        relevance: gains of N people and M items, at least 0, shape [N, M].
        scores: shape [N, M]; larger stands earlier. −∞ takes an item out of the list (one that
            the person knows already). Items with equal scores share their places, as if their
            order were drawn.
        k: length of the list, at least 1.

    Returns:
        float64, shape [N], in [0, 1]; nan for a person to whom nothing is relevant.

    Raises:
        ValueError: other shapes, a negative gain, a score that is nan, k below 1.

    Source: chapter *What to watch next*, equation (rec-ndcg); Järvelin and Kekäläinen (2002).
    """
    gains, points = _checked(relevance, scores, k)
    weights = np.zeros(gains.shape[1])
    weights[:k] = 1 / np.log2(np.arange(len(weights[:k])) + 2)
    best = np.sort(gains, axis=1)[:, ::-1] @ weights
    return _ratio(_collected(gains, points, weights), best)


def recall_at_k(relevance: ArrayLike, scores: ArrayLike, k: int) -> Floats:
    """The share of a person's relevant items that stand among the k best-scored ones.

    Arguments, ties and errors: as `ndcg_at_k`; an item is relevant when its gain is above 0.

    Source: chapter *What to watch next*, equation (rec-recall).
    """
    gains, points = _checked(relevance, scores, k)
    relevant = (gains > 0).astype(np.float64)
    weights = np.zeros(gains.shape[1])
    weights[:k] = 1.0
    return _ratio(_collected(relevant, points, weights), relevant.sum(axis=1))


def held_out_ranks(scores: ArrayLike, item: ArrayLike) -> Floats:
    """The place of one held-out item for each person: 1 is the best.

    Args:
        scores: shape [N, M]; −∞ for items that do not compete.
        item: column of the held-out item of each person, int, shape [N].

    Returns:
        float64, shape [N]: one more than the items above, plus half of those level with it.

    Raises:
        ValueError: other shapes, a score that is nan, a held-out item that does not compete.
    """
    points, column = np.asarray(scores, np.float64), np.asarray(item)
    if points.ndim != 2 or column.shape != points.shape[:1]:
        raise ValueError(
            f"scores have shape {points.shape} and item {column.shape}; give [N, M] and [N]"
        )
    own = np.take_along_axis(points, column[:, None], axis=1)
    if np.isnan(points).any() or np.isneginf(own).any():
        raise ValueError("scores hold a nan, or -inf at a held-out item; give it a number")
    above, level = (points > own).sum(axis=1), (points == own).sum(axis=1) - 1
    return 1.0 + above + level / 2


def sampled_hit_probability(rank: ArrayLike, items: int, negatives: int, k: int) -> Floats:
    """How probably an item of this full rank is among the first k of a sampled test.

    Args:
        rank: place among all competing items, 1 … items, any shape.
        items: how many compete, the held-out one included; at least 2.
        negatives: how many of the others are drawn, with replacement.
        k: length of the list, at least 1.

    Raises:
        ValueError: a rank outside 1 … items, or a number outside its range.

    Source: chapter *What to watch next*, equation (rec-sampled); Krichene and Rendle (2020).
    """
    place = np.asarray(rank, np.float64)
    if items < 2 or negatives < 1 or k < 1:
        raise ValueError(
            f"items, negatives and k are {items}, {negatives} and {k}; give at least 2, 1 and 1"
        )
    if np.any((place < 1) | (place > items)):
        raise ValueError(f"rank must lie in 1 … {items}; got {place.min()} to {place.max()}")
    return np.asarray(stats.binom.cdf(k - 1, negatives, (place - 1) / (items - 1)), np.float64)


def gini(counts: ArrayLike) -> float:
    """How unequally attention is shared: 0 when all items get the same, near 1 when one gets all.

    Args:
        counts: how often each of M items was shown, at least 0, shape [M], not all 0.

    Raises:
        ValueError: no item, a negative count, or nothing shown at all.

    Source: chapter *What to watch next*, equation (rec-gini).
    """
    values = np.sort(np.asarray(counts, np.float64))
    if values.ndim != 1 or len(values) == 0 or values[0] < 0 or values.sum() == 0:
        raise ValueError("counts must be one list of numbers, none negative and not all 0")
    places = np.arange(1, len(values) + 1)
    return float(((2 * places - len(values) - 1) * values).sum() / (len(values) * values.sum()))


def _checked(relevance: ArrayLike, scores: ArrayLike, k: int) -> tuple[Floats, Floats]:
    gains, points = np.asarray(relevance, np.float64), np.asarray(scores, np.float64)
    if gains.ndim != 2 or gains.shape != points.shape:
        raise ValueError(
            f"relevance has shape {gains.shape} and scores {points.shape}; give both as [N, M]"
        )
    if k < 1:
        raise ValueError(f"k is {k}; a list has at least 1 place")
    if not np.isfinite(gains).all() or (gains < 0).any():
        raise ValueError("relevance holds a negative or infinite gain; give numbers from 0 up")
    if np.isnan(points).any():
        raise ValueError("scores hold a nan; give every item a number, or -inf to leave it out")
    return gains, points


def _collected(gains: Floats, scores: Floats, weights: Floats) -> Floats:
    """Gain times weight of its place, items of equal score sharing their places evenly."""
    total = np.zeros(len(gains))
    for row, (gain, score) in enumerate(zip(gains, scores, strict=True)):
        where = np.flatnonzero(gain)
        if len(where):
            order = np.sort(-score)
            first = np.searchsorted(order, -score[where], side="left")
            last = np.searchsorted(order, -score[where], side="right")
            sums = np.concatenate([[0.0], np.cumsum(weights)])
            allowed = np.isfinite(score[where]) | (score[where] > 0)
            shared = (sums[last] - sums[first]) / (last - first)
            total[row] = (gain[where] * shared * allowed).sum()
    return total


def _ratio(got: Floats, best: Floats) -> Floats:
    return np.divide(got, best, out=np.full(len(got), np.nan), where=best > 0)
