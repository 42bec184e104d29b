"""Decisions that cost: the threshold that a price asks for, and what a rule has cost."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special


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


def shifted_logits(z: ArrayLike, share: float, new_share: float) -> NDArray[np.float64]:
    """Logits of a model for a place where the share of "yes" is another, and nothing else is.

    Args:
        z: logits of "yes", any shape, made where `share` of the items were yes.
        share, new_share: in (0, 1).

    Returns: z + log odds(new_share) − log odds(share), float64, the shape of `z`.

    Raises:
        ValueError: a share outside (0, 1).

    Source: chapter *A letter that should not arrive*, equation (spam-prior); Saerens et al. (2002).
    """
    for name, given in (("share", share), ("new_share", new_share)):
        if not 0 < given < 1:
            raise ValueError(f"{name} is {given}; give a share between 0 and 1, without its ends")
    return np.asarray(z, np.float64) + special.logit(new_share) - special.logit(share)


def _zeros_and_ones(name: str, values: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(values, np.float64)
    if array.ndim != 1 or len(array) == 0 or not np.isin(array, (0, 1)).all():
        raise ValueError(f"{name} has shape {array.shape}; give 0 and 1 only, shape [N], N ≥ 1")
    return array
