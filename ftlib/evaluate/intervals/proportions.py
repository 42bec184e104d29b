"""Intervals for a share, such as an accuracy, and how often each of them really holds."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from scipy import special

from ftlib.evaluate.intervals.interval import Interval

ShareInterval: TypeAlias = Callable[..., Interval]


def wald_interval(successes: int, count: int, *, level: float = 0.95) -> Interval:
    """p̂ ± z √(p̂(1 − p̂)/n): the one everybody knows, too short near 0 and 1.

    Args:
        successes: k, how many of the n items are right, 0 ≤ k ≤ n.
        count: n ≥ 1 independent items.
        level: the share of samples in which the interval should hold the true share, in (0, 1).

    Returns:
        p̂ = k/n with its ends, not cut at 0 and 1.

    Raises:
        ValueError: for a count or level outside its range.

    Source: chapter *Evaluation*, equation (wald-interval).
    """
    share, z = _share(successes, count, level)
    reach = z * math.sqrt(share * (1 - share) / count)
    return Interval(share, share - reach, share + reach, level)


def wilson_interval(successes: int, count: int, *, level: float = 0.95) -> Interval:
    """All shares p that lie within z √(p(1 − p)/n) of p̂. Arguments and errors: as `wald_interval`.

    Source: chapter *Evaluation*, equation (wilson-interval); Wilson (1927).
    """
    share, z = _share(successes, count, level)
    shrink = 1 + z * z / count
    centre = (share + z * z / (2 * count)) / shrink
    reach = z / shrink * math.sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2)
    # At k = 0 and k = n an end is 0 or 1 exactly; rounding would leave it just inside.
    low = 0.0 if successes == 0 else centre - reach
    high = 1.0 if successes == count else centre + reach
    return Interval(share, low, high, level)


def clopper_pearson_interval(successes: int, count: int, *, level: float = 0.95) -> Interval:
    """All shares that neither tail of the binomial rejects: never covers too little.

    Each end has half of what the level leaves; the upper one is the `lower_end` of the misses,
    seen from above. Arguments and errors: as `wald_interval`.

    Source: Clopper and Pearson (1934); the ends are quantiles of the beta distribution.
    """
    share, _ = _share(successes, count, level)
    tail = (1 - level) / 2
    low = lower_end(successes, count, tail)
    return Interval(share, low, 1 - lower_end(count - successes, count, tail), level)


def lower_end(successes: int, count: int, risk: float) -> float:
    """The share at which as many successes, or more, have just the probability `risk`.

    It is the lower end of Clopper and Pearson's one-sided interval of level 1 − risk: it lies
    above the true share in a share of at most `risk` of all samples.

    Args:
        successes: k, how many of the n items are right, 0 ≤ k ≤ n.
        count: n ≥ 1 independent items.
        risk: in (0, 1).

    Returns:
        In [0, 1): the `risk` quantile of Beta(k, n − k + 1); 0 for k = 0.

    Raises:
        ValueError: for a count or risk outside its range.

    Source: chapter *A desk that knows when to ask*, equation (desk-lower); Clopper and Pearson
    (1934).
    """
    if not 0 < risk < 1:
        raise ValueError(f"risk is {risk}; give a number between 0 and 1, such as 0.1")
    _require_counts(successes, count)
    if successes == 0:
        return 0.0
    return float(special.betaincinv(successes, count - successes + 1, risk))


def coverage(method: ShareInterval, share: float, count: int, *, level: float = 0.95) -> float:
    """The exact probability that `method`'s interval holds the true share: no simulation.

    The sum of the binomial probabilities of those k whose interval covers `share`.

    Args:
        method: one of the three above, or any function `(k, n, level=…) -> Interval`.
        share: the true p in [0, 1].
        count: n ≥ 1 items.
        level: the level that is promised.

    Raises:
        ValueError: for a share outside [0, 1], or what `method` refuses.

    Source: chapter *Evaluation*, equation (coverage).
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share is {share}; give a probability between 0 and 1")
    total = 0.0
    for k, chance in enumerate(_binomial(share, count)):
        found = method(k, count, level=level)
        if found.low <= share <= found.high:
            total += chance
    return float(total)


def _binomial(share: float, count: int) -> np.ndarray:
    k = np.arange(count + 1)
    choose = special.gammaln(count + 1) - special.gammaln(k + 1) - special.gammaln(count - k + 1)
    logs = choose + special.xlogy(k, share) + special.xlog1py(count - k, -share)
    return np.exp(logs)


def _share(successes: int, count: int, level: float) -> tuple[float, float]:
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give a share between 0 and 1, such as 0.95")
    _require_counts(successes, count)
    return successes / count, float(special.ndtri((1 + level) / 2))


def _require_counts(successes: int, count: int) -> None:
    for name, value in (("successes", successes), ("count", count)):
        if value != int(value):
            raise ValueError(f"{name} is {value}; give a whole number of items")
    if count < 1 or not 0 <= successes <= count:
        raise ValueError(
            f"successes is {successes} of count {count}; give 0 ≤ successes ≤ count and count ≥ 1"
        )
