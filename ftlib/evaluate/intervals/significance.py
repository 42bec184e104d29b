"""Is the difference of two models on the same items more than luck? And of many models?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from ftlib.evaluate.intervals.resampling import Metric


@dataclass(frozen=True)
class McNemar:
    """`only_a` items that A alone has right, `only_b` that B alone has, and the exact p-value."""

    only_a: int
    only_b: int
    p_value: float


def mcnemar(y_true: ArrayLike, a: ArrayLike, b: ArrayLike) -> McNemar:
    """McNemar's exact test that two models are equally accurate.

    Items on which both are right or both wrong say nothing. If the models were equal, each of the
    others would be A's or B's by the toss of a coin.

    Args:
        y_true, a, b: labels and two predictions of the same N ≥ 1 items, each of shape [N].

    Returns:
        With p = min(1, 2 · P(Binomial(only_a + only_b, ½) ≤ the smaller count)).

    Raises:
        ValueError: for empty or unequal shapes.

    Source: chapter *Evaluation*, equation (mcnemar); McNemar (1947).
    """
    truth, first, second = _three(y_true, a, b)
    right_a, right_b = first == truth, second == truth
    only_a, only_b = int((right_a & ~right_b).sum()), int((~right_a & right_b).sum())
    tail = special.bdtr(min(only_a, only_b), only_a + only_b, 0.5)
    return McNemar(only_a, only_b, float(min(1.0, 2 * tail)))


def permutation_test(
    metric: Metric,
    y_true: ArrayLike,
    a: ArrayLike,
    b: ArrayLike,
    *,
    resamples: int = 2000,
    seed: int = 0,
) -> float:
    """Two-sided p-value of `metric(A) − metric(B)` when the two answers to an item are swapped.

    If A and B were equally good in every way, swapping their answers to any item would change
    nothing but luck. Works for any metric (F1, AUC with scores for a and b).

    Args:
        metric: takes two arrays of the same length, returns a float.
        y_true, a, b: shape [N].
        resamples: R ≥ 1 random swaps of every item with probability ½.
        seed: of the swaps.

    Returns:
        (1 + how often the swapped difference is at least as large) / (R + 1): never 0.

    Raises:
        ValueError: for empty or unequal shapes, or `resamples` below 1.

    Source: chapter *Evaluation*; Noreen (1989), approximate randomisation.
    """
    truth, first, second = _three(y_true, a, b)
    if resamples < 1:
        raise ValueError(f"resamples is {resamples}; give at least 1 (2000 is usual)")
    seen = abs(metric(truth, first) - metric(truth, second))
    rng, extreme = np.random.default_rng(seed), 0
    for _ in range(resamples):
        swap = rng.random(len(truth)) < 0.5
        one, other = np.where(swap, second, first), np.where(swap, first, second)
        # A hair of slack: equal differences may differ in their last bit.
        extreme += abs(metric(truth, one) - metric(truth, other)) >= seen - 1e-12
    return (1 + extreme) / (resamples + 1)


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """p-values of M tests, adjusted so that *any* false alarm has at most the level's chance.

    The smallest is multiplied by M, the next by M − 1, …; never decreasing, at most 1.

    Args:
        p_values: shape [M], M ≥ 1, each in [0, 1].

    Returns:
        Adjusted values in the order given, float64, shape [M].

    Raises:
        ValueError: for an empty or multi-dimensional argument, or a value outside [0, 1].

    Source: chapter *Evaluation*, equation (holm); Holm (1979).
    """
    p = np.asarray(p_values, dtype=np.float64)
    if p.ndim != 1 or len(p) == 0 or not ((p >= 0) & (p <= 1)).all():
        raise ValueError("p_values must be a list of at least one probability in [0, 1]")
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1.0, stepped)
    return adjusted


def _three(*arrays: ArrayLike) -> tuple[NDArray, NDArray, NDArray]:
    truth, a, b = (np.asarray(each) for each in arrays)
    if truth.ndim != 1 or len(truth) == 0 or not truth.shape == a.shape == b.shape:
        raise ValueError(
            f"y_true, a, b have shapes {truth.shape}, {a.shape}, {b.shape}; "
            "give the same N ≥ 1 items to all three"
        )
    return truth, a, b
