"""Sets that hold the true class as often as promised, whatever the model (split conformal)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.evaluate.intervals import Interval


def conformal_limit(scores: ArrayLike, alpha: float) -> float:
    """The ⌈(n + 1)(1 − α)⌉-th smallest of n scores; +∞ where n is below (1 − α)/α.

    If one more score is exchangeable with these, it lies at or below the limit with a probability
    of at least 1 − α.

    Args:
        scores: how badly each of n ≥ 0 calibration items fits its true class, float, shape [n], not
            NaN.
        alpha: the share of misses that is allowed, in (0, 1).

    Returns:
        In the unit of the scores.

    Raises:
        ValueError: scores of another shape or NaN; alpha outside (0, 1).

    Source: chapter *To which physician?*, equation (conformal-limit); Vovk et al. (2005).
    """
    array = _numbers("scores", scores)
    rank = _rank(len(array), alpha)
    return float(np.sort(array)[rank - 1]) if rank <= len(array) else math.inf


def classwise_limits(
    scores: ArrayLike, y_true: ArrayLike, classes: int, alpha: float
) -> NDArray[np.float64]:
    """`conformal_limit` of each class's own items: the promise then holds class by class.

    Args:
        scores, alpha: as `conformal_limit`.
        y_true: the class of each item, integers from 0 to classes − 1, shape [n].
        classes: K ≥ 1.

    Returns:
        float64, shape [K]; +∞ for a class with too few items to promise anything.

    Raises:
        ValueError: as `conformal_limit`; classes below 1; labels that do not fit.

    Source: chapter *To which physician?*, equation (class-promise); Vovk (2012).
    """
    array, labels = _numbers("scores", scores), np.asarray(y_true)
    if classes < 1:
        raise ValueError(f"classes is {classes}; give their number, at least 1")
    if labels.shape != array.shape or not np.isin(labels, np.arange(classes)).all():
        raise ValueError(
            f"y_true has shape {labels.shape}; give one label from 0 to {classes - 1} for each of "
            f"{array.size} scores"
        )
    return np.array([conformal_limit(array[labels == k], alpha) for k in range(classes)])


def conformal_sets(p: ArrayLike, limit: ArrayLike) -> NDArray[np.bool_]:
    """Which classes are in the set of each item: those with 1 − p_k ≤ limit.

    Args:
        p: probabilities, float, shape [N, K].
        limit: one number, or one for each class, shape [K]: of scores 1 − p of the true class.
            Compute these as here, in float64: a score rounded in half precision may lie on the
            other side of its own limit.

    Returns:
        bool, shape [N, K]. A row may be empty: no class fits well enough.

    Raises:
        ValueError: a p of another shape or outside [0, 1]; limits that do not fit or are NaN.

    Source: chapter *To which physician?*, equation (conformal-set); Sadinle et al. (2019).
    """
    share, at = np.asarray(p, np.float64), np.asarray(limit, np.float64)
    if share.ndim != 2:
        raise ValueError(f"p has shape {share.shape}; give probabilities of shape [N, K]")
    if not ((share >= 0) & (share <= 1)).all():
        raise ValueError("p holds a value outside [0, 1]; give probabilities, not logits")
    if at.shape not in ((), share.shape[1:]):
        raise ValueError(
            f"limit has shape {at.shape}; give one number or one for each of {share.shape[1]}"
        )
    if np.isnan(at).any():
        raise ValueError("limit holds NaN; give what `conformal_limit` found, which may be +inf")
    return 1 - share <= at


def conformal_coverage(n: int, alpha: float, *, tested: int, level: float = 0.95) -> Interval:
    """What share of `tested` new items a promise made on n items will keep: mean and interval.

    Given the calibration items the coverage is drawn from Beta(l, n + 1 − l) where
    l = ⌈(n + 1)(1 − α)⌉; how many of the tested items are then covered is binomial. (For scores
    without ties; with ties more are covered.)

    Args:
        n: calibration items, enough for a finite limit.
        alpha: as `conformal_limit`.
        tested: new items, at least 1.
        level: of the interval, in (0, 1).

    Returns:
        The mean l/(n + 1), and ends between which the share lies with a probability of at least
        `level`.

    Raises:
        ValueError: a number outside its range, or no whole number of items.

    Source: chapter *To which physician?*, equation (coverage-law); Vovk (2012).
    """
    from scipy.stats import betabinom

    for name, count in (("n", n), ("tested", tested)):
        if not (math.isfinite(count) and count == int(count)):
            raise ValueError(f"{name} is {count}; give a whole number of items")
    rank = _rank(n, alpha)
    if n < rank:
        raise ValueError(f"n is {n}; a limit at alpha {alpha} needs at least {_fewest(alpha)}")
    if tested < 1 or not 0 < level < 1:
        raise ValueError(
            f"tested is {tested} and level {level}; give at least 1 item, and a share such as 0.95"
        )
    low, high = betabinom.ppf([(1 - level) / 2, (1 + level) / 2], tested, rank, n + 1 - rank)
    return Interval(rank / (n + 1), float(low / tested), float(high / tested), level)


def conformal_p(known: ArrayLike, scores: ArrayLike) -> NDArray[np.float64]:
    """How unusual each score is among known ones: (1 + how many are as large) / (n + 1).

    For a score exchangeable with the known ones, P(value ≤ α) is at most α.

    Args:
        known: scores of n items that are as they should be, float, shape [n], not NaN.
        scores: of the items asked about, float, shape [N], larger is stranger, not NaN.

    Returns:
        float64, shape [N], in (0, 1].

    Raises:
        ValueError: other shapes, or NaN.

    Source: chapter *To which physician?*, equation (conformal-p); Vovk et al. (2005).
    """
    usual, asked = np.sort(_numbers("known", known)), _numbers("scores", scores)
    as_large = len(usual) - np.searchsorted(usual, asked, side="left")
    return (1 + as_large) / (len(usual) + 1)


def _numbers(name: str, values: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(values, np.float64)
    if array.ndim != 1:
        raise ValueError(f"{name} has shape {array.shape}; give one number for each item, [n]")
    if np.isnan(array).any():
        place = int(np.flatnonzero(np.isnan(array))[0])
        raise ValueError(f"{name}[{place}] is NaN; leave that item out, or mend what made it")
    return array


def _rank(n: int, alpha: float) -> int:
    """⌈(n + 1)(1 − α)⌉, from 1 to n + 1."""
    if not 0 < alpha < 1:
        raise ValueError(f"alpha is {alpha}; give a share between 0 and 1, such as 0.1")
    rank = math.ceil((n + 1) * (1 - alpha) - 1e-9)  # rounding must not make 9 of 9.000…01
    return max(rank, 1)  # nor 0 of what is nearly 0


def _fewest(alpha: float) -> int:
    return math.ceil((1 - alpha) / alpha - 1e-9)
