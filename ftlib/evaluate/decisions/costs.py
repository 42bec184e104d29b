"""Decisions that cost: the threshold that a price asks for, and what a rule has cost."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def cost_threshold(false_alarm: float, miss: float) -> float:
    """The probability from which saying "yes" is the cheaper answer: c_fa / (c_fa + c_miss).

    Args:
        false_alarm: cost of "yes" where the truth is no; positive, any unit.
        miss: cost of "no" where the truth is yes; positive, the same unit.

    Raises:
        ValueError: a cost that is not positive and finite.

    Source: chapter *A letter that should not arrive*, equation (spam-threshold); Elkan (2001).
    """
    for name, cost in (("false_alarm", false_alarm), ("miss", miss)):
        if not (np.isfinite(cost) and cost > 0):
            raise ValueError(f"{name} is {cost}; give a positive, finite cost")
    return float(false_alarm / (false_alarm + miss))


def mean_cost(y_true: ArrayLike, said_yes: ArrayLike, *, false_alarm: float, miss: float) -> float:
    """What the answers cost, an item.

    Args:
        y_true: 0 or 1, shape [N], N ≥ 1.
        said_yes: the answers, bool or 0 and 1, shape [N].
        false_alarm, miss: as `cost_threshold`.

    Raises:
        ValueError: as `cost_threshold`; empty or unequal shapes; other values than 0 and 1.

    Source: chapter *A letter that should not arrive*, equation (spam-cost).
    """
    cost_threshold(false_alarm, miss)
    truth, answers = _zeros_and_ones("y_true", y_true), _zeros_and_ones("said_yes", said_yes)
    if truth.shape != answers.shape:
        raise ValueError(
            f"y_true has shape {truth.shape} and said_yes {answers.shape}; give one answer an item"
        )
    return float(np.mean(false_alarm * (answers > truth) + miss * (answers < truth)))


def _zeros_and_ones(name: str, values: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(values, np.float64)
    if array.ndim != 1 or len(array) == 0 or not np.isin(array, (0, 1)).all():
        raise ValueError(f"{name} has shape {array.shape}; give 0 and 1 only, shape [N], N ≥ 1")
    return array
