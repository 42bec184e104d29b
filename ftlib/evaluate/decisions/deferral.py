"""Who decides? Risk and coverage, Chow's rule, deferral by cost, and what a pair gets right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


def risk_coverage(
    confidence: ArrayLike, right: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Share of items answered, and share of errors among those, at every threshold from the top.

    Args:
        confidence: shape [N], finite; larger means surer. An item is answered when its confidence
            is at least the threshold, so equal confidences are answered together.
        right: whether the answer is right, 0 or 1 (or bool), shape [N].

    Returns:
        (coverage, risk, thresholds), float64, each of shape [number of distinct confidences];
        the last coverage is 1, and its risk the plain error rate.

    Raises:
        ValueError: empty or unequal shapes, a confidence not finite, `right` other than 0 and 1.

    Source: chapter *People and machines*, equation (selective-risk); El-Yaniv and Wiener (2010).
    """
    sure = _numbers("confidence", confidence)
    hit = _rightness("right", right, len(sure))
    order = np.argsort(-sure, kind="stable")
    last = np.flatnonzero(np.append(np.diff(sure[order]) != 0, True))  # of each run of ties
    answered = last + 1.0
    errors = np.cumsum(1 - hit[order])[last]
    return answered / len(sure), errors / answered, sure[order][last]


def chow_threshold(cost: float, *, classes: int = 2) -> float:
    """The largest probability below which declining is cheaper than answering.

    Args:
        cost: of declining, where an error costs 1 and a right answer nothing; at least 0.
        classes: K ≥ 2. The largest of K probabilities is never below 1/K.

    Returns: 1 − cost, or 1/K where that is more: then nothing is ever declined.

    Raises:
        ValueError: a negative or not finite cost, fewer than 2 classes.

    Source: chapter *People and machines*, equation (chow); Chow (1970).
    """
    if not (np.isfinite(cost) and cost >= 0):
        raise ValueError(f"cost is {cost}; give a finite cost of at least 0, an error costing 1")
    if classes < 2:
        raise ValueError(f"classes is {classes}; a choice needs at least 2")
    return float(max(1 - cost, 1 / classes))


def deferral_gain(
    p: ArrayLike,
    q: ArrayLike,
    *,
    model_error: float = 1.0,
    person_error: float = 1.0,
    time: float = 0.0,
) -> NDArray[np.float64]:
    """What is saved, on average, by asking the person instead of the model. Defer when above 0.

    Args:
        p: probability that the model's answer is right, shape [N], in [0, 1].
        q: probability that the person's is, shape [N] or one number, in [0, 1].
        model_error, person_error: what an error of each costs, at least 0.
        time: what asking costs, at least 0, in the same unit.

    Returns: float64, shape [N], in the unit of the costs.

    Raises:
        ValueError: probabilities outside [0, 1], shapes that do not fit, negative costs.

    Source: chapter *People and machines*, equation (deferral-gain).
    """
    model, person = _probabilities("p", p), _probabilities("q", q)
    if model.ndim != 1 or person.shape not in ((), model.shape):
        raise ValueError(
            f"p has shape {model.shape} and q {person.shape}; give p of shape [N] "
            "and q of the same shape or one number"
        )
    for name, cost in [
        ("model_error", model_error),
        ("person_error", person_error),
        ("time", time),
    ]:
        if not (np.isfinite(cost) and cost >= 0):
            raise ValueError(f"{name} is {cost}; give a finite cost of at least 0")
    return model_error * (1 - model) - person_error * (1 - person) - time


def defer_best(gain: ArrayLike, capacity: int) -> NDArray[np.bool_]:
    """The at most `capacity` items with the largest gains above 0; the first of equal ones.

    Args:
        gain: expected gain of asking the person, shape [N], finite.
        capacity: how many items the person can take, at least 0.

    Returns: bool, shape [N]: which items go to the person.

    Raises:
        ValueError: an empty or not finite `gain`, a negative capacity.

    Source: chapter *People and machines*, equation (capacity).
    """
    gains = _numbers("gain", gain)
    if capacity < 0 or capacity != int(capacity):
        raise ValueError(f"capacity is {capacity}; give a whole number of items, 0 or more")
    chosen = np.zeros(len(gains), dtype=bool)
    chosen[np.argsort(-gains, kind="stable")[: int(capacity)]] = True
    return chosen & (gains > 0)


@dataclass(frozen=True)
class JointOutcomes:
    """Shares of all items, float in [0, 1].

    Attributes:
        accuracy: of model and person together: each right on what it decides.
        model, person: of each alone, on all items.
        deferred: what the person decides.
        ceiling: 1 − P(both wrong): no division of the work gets more right.
        floor: P(both right): none gets less.
    """

    accuracy: float
    model: float
    person: float
    deferred: float
    ceiling: float
    floor: float


def joint_outcomes(
    model_right: ArrayLike, person_right: ArrayLike, deferred: ArrayLike
) -> JointOutcomes:
    """What the two get right when the person decides the deferred items, the model the others.

    Args:
        model_right, person_right: whether each would be right, 0 or 1 (or bool), shape [N].
        deferred: whether the person decides, 0 or 1 (or bool), shape [N].

    Raises:
        ValueError: empty or unequal shapes, values other than 0 and 1.

    Source: chapter *People and machines*, equations (joint-accuracy) and (ceiling).
    """
    n = len(np.atleast_1d(np.asarray(model_right)))
    model = _rightness("model_right", model_right, n)
    person = _rightness("person_right", person_right, n)
    asked = _rightness("deferred", deferred, n)
    return JointOutcomes(
        accuracy=float(np.mean(np.where(asked == 1, person, model))),
        model=float(model.mean()),
        person=float(person.mean()),
        deferred=float(asked.mean()),
        ceiling=float(np.maximum(model, person).mean()),
        floor=float(np.minimum(model, person).mean()),
    )


def joint_curve(
    priority: ArrayLike, model_right: ArrayLike, person_right: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Joint accuracy against the share sent to the person, the highest priority first.

    Args:
        priority: shape [N], finite; equal ones are sent together.
        model_right, person_right: whether each would be right, 0 or 1 (or bool), shape [N].

    Returns:
        (share, accuracy), float64, each of shape [1 + number of distinct priorities], from
        nothing sent (the model alone) to everything (the person alone).

    Raises:
        ValueError: empty or unequal shapes, a priority not finite, values other than 0 and 1.

    Source: chapter *People and machines*, equation (joint-accuracy).
    """
    first = _numbers("priority", priority)
    model = _rightness("model_right", model_right, len(first))
    person = _rightness("person_right", person_right, len(first))
    order = np.argsort(-first, kind="stable")
    last = np.flatnonzero(np.append(np.diff(first[order]) != 0, True))
    won = np.append(0.0, np.cumsum((person - model)[order])[last])
    return np.append(0.0, last + 1.0) / len(first), (model.sum() + won) / len(first)


def _numbers(name: str, values: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(values, np.float64)
    if array.ndim != 1 or len(array) == 0:
        raise ValueError(f"{name} has shape {array.shape}; give one number for each of N ≥ 1 items")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds a value that is not finite; look for a logarithm of 0")
    return array


def _rightness(name: str, values: ArrayLike, n: int) -> NDArray[np.float64]:
    array = np.asarray(values, np.float64)
    if array.shape != (n,) or n == 0:
        raise ValueError(f"{name} has shape {array.shape}; give one value for each of {n} items")
    if not np.isin(array, (0, 1)).all():
        raise ValueError(f"{name} holds a value other than 0 and 1; say yes or no for each item")
    return array


def _probabilities(name: str, values: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(values, np.float64)
    if not ((array >= 0) & (array <= 1)).all():
        raise ValueError(f"{name} holds a value outside [0, 1]; give probabilities, not logits")
    return array
