"""From which confidence on may an accuracy be promised? A threshold that keeps its word."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.evaluate.intervals import lower_end

_SHARES = tuple(step / 20 for step in range(4, 21))  # a fifth, then a twentieth more each time


def promised_threshold(
    confidence: ArrayLike,
    right: ArrayLike,
    accuracy: float,
    *,
    risk: float = 0.1,
    shares: Sequence[float] = _SHARES,
) -> float:
    """The lowest threshold at which answers are right as often as promised, as far as one can tell.

    Go down through the items from the surest: at each share in turn, ask whether the lower end of
    the exact interval (one-sided, level 1 − risk) is at least `accuracy`. Stop at the first that
    fails and keep the one before. Where surer answers are right at least as often, the promise is
    broken with a probability of at most `risk`. (Where less sure ones are the righter, that is
    not exact: thresholds are confidences of these very items, and the one on it is counted.)

    Args:
        confidence: of N items, float, shape [N], finite; larger means surer. Independent items
            that nobody used to train the model or to choose anything.
        right: whether the answer is right, 0 or 1 (or bool), shape [N].
        accuracy: what is promised of the items that are answered, in (0, 1).
        risk: the probability that one is willing to break the promise with, in (0, 1).
        shares: where to ask, rising, in (0, 1]; fixed before one has seen the items. The first
            must hold items enough: one error among too few ends the walk where it begins.

    Returns:
        The threshold: answer where the confidence is at least that. +∞ where nothing can be
        promised: then a person answers all.

    Raises:
        ValueError: empty or unequal shapes, a confidence not finite, `right` other than 0 and 1, a
            number outside its range, shares that do not rise.

    Source: chapter *A desk that knows when to ask*, equation (desk-walk); Angelopoulos et al.
    (2021), fixed sequence testing; Geifman and El-Yaniv (2017).
    """
    sure, hit = _items(confidence, right)
    _require_between(accuracy=accuracy, risk=risk)
    steps = np.asarray(shares, np.float64)
    if steps.ndim != 1 or not len(steps) or not ((steps > 0) & (steps <= 1)).all():
        raise ValueError(f"shares is {shares}; give shares above 0 and up to 1")
    if (np.diff(steps) <= 0).any():
        raise ValueError(f"shares is {shares}; give them in rising order")
    ordered = np.sort(sure)[::-1]
    promised = math.inf
    for share in steps:
        threshold = float(ordered[max(math.ceil(share * len(sure) - 1e-9), 1) - 1])
        answered = hit[sure >= threshold]
        if lower_end(int(answered.sum()), len(answered), risk) < accuracy:
            break
        promised = threshold
    return promised


def accuracy_with_strays(
    accuracy: float, coverage: float, stray_coverage: float, strays: float
) -> float:
    """How often answers are right when a share of the questions has no right answer at all.

    (The field calls such questions out of scope.)

    Args:
        accuracy: of the answers to questions that have one, in [0, 1].
        coverage: share of those that are answered, in [0, 1].
        stray_coverage: share of the others that are answered as well, in [0, 1].
        strays: share of the others among all questions, in [0, 1].

    Returns:
        In [0, 1]; nan if nothing is answered.

    Raises:
        ValueError: a number outside [0, 1].

    Source: chapter *A desk that knows when to ask*, equation (desk-strays).
    """
    for name, value in (
        ("accuracy", accuracy),
        ("coverage", coverage),
        ("stray_coverage", stray_coverage),
        ("strays", strays),
    ):
        if not 0 <= value <= 1:
            raise ValueError(f"{name} is {value}; give a share between 0 and 1")
    known = (1 - strays) * coverage
    answered = known + strays * stray_coverage
    return accuracy * known / answered if answered > 0 else math.nan


def _items(
    confidence: ArrayLike, right: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    sure, hit = np.asarray(confidence, np.float64), np.asarray(right, np.float64)
    if sure.ndim != 1 or not len(sure) or hit.shape != sure.shape:
        raise ValueError(
            f"confidence has shape {sure.shape} and right {hit.shape}; give [N] and [N], N ≥ 1"
        )
    if not np.isfinite(sure).all():
        raise ValueError("confidence holds a value that is not finite; give finite numbers")
    if not np.isin(hit, (0, 1)).all():
        raise ValueError("right holds a value other than 0 and 1; say yes or no for each item")
    return sure, hit


def _require_between(**numbers: float) -> None:
    for name, value in numbers.items():
        if not 0 < value < 1:
            raise ValueError(f"{name} is {value}; give a number between 0 and 1")
