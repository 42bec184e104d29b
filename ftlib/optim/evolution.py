"""Search without gradients: two evolution strategies that only ever ask for values of the loss."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ftlib.optim._validate import (
    Array,
    parameters_and_gradient,
    require_count,
    require_positive,
)

Loss = Callable[[Array], float]


@dataclass(frozen=True, eq=False)
class Evolution:
    """What a search found.

    Attributes:
        theta: the centre at the end, shape [d], float64.
        best: the point with the smallest loss that was seen, shape [d].
        evaluations: how often the loss had been asked after each generation, shape [G], int64.
        losses: the smallest loss seen until then, shape [G], float64.
        reached: how often the loss had been asked when `target` was first met; None if never.
    """

    theta: Array
    best: Array
    evaluations: np.ndarray
    losses: Array
    reached: int | None


def smoothed_gradient(
    loss: Loss, theta: ArrayLike, *, sigma: float, pairs: int, rng: np.random.Generator
) -> Array:
    """An unbiased estimate of the gradient of E L(θ + σε), ε standard normal, by 2·`pairs` values.

    Args:
        loss: takes float64 [d], returns a number; need not be differentiable.
        theta: shape [d].
        sigma: σ > 0, how far the offspring stray, in the unit of the parameters.
        pairs: n ≥ 1 mirrored pairs θ ± σε.
        rng: where the ε come from.

    Returns:
        float64 [d].

    Raises:
        ValueError: for a theta that is not [d], a σ or a number of pairs outside its range, or a
            loss that is not finite.

    Source: chapter *The concepts and their map*, equation (es-estimate); Salimans et al. (2017).
    """
    centre = _centre(theta)
    require_positive("sigma", sigma)
    require_count("pairs", pairs, 1)
    total = np.zeros_like(centre)
    for _ in range(pairs):
        epsilon = rng.standard_normal(centre.size)
        ahead, behind = (_value(loss, centre + side * sigma * epsilon) for side in (1, -1))
        total += (ahead - behind) / (2 * sigma) * epsilon
    return total / pairs


def pair_shrinkage(d: int, pairs: int) -> tuple[float, float]:
    """The best step on L = |θ|²/2 with `smoothed_gradient`, and what it leaves of the loss.

    Args:
        d: number of parameters, at least 1.
        pairs: n ≥ 1 pairs a step.

    Returns:
        (η, factor): the rate n/(n + d + 1), and the expected ratio (d + 1)/(n + d + 1) of the loss
        after a step to that before.

    Raises:
        ValueError: for a count below 1.

    Source: chapter *The concepts and their map*, equation (es-progress).
    """
    require_count("d", d, 1)
    require_count("pairs", pairs, 1)
    return pairs / (pairs + d + 1), (d + 1) / (pairs + d + 1)


def evolve(
    loss: Loss,
    theta: ArrayLike,
    *,
    sigma: float,
    evaluations: int,
    rng: np.random.Generator,
    offspring: int | None = None,
    target: float = -math.inf,
) -> Evolution:
    """A (μ/μ, λ) evolution strategy: the better half of the offspring is averaged.

    The loss is used for nothing but the order of the offspring, so any increasing function of it
    gives the same search. The path of the centre tells whether steps are too short (they go on in
    one direction) or too long (they undo each other), and σ follows (cumulative adaptation).

    Args:
        loss: takes float64 [d], returns a number; may have steps and flat parts.
        theta: where to begin, shape [d].
        sigma: the first σ > 0.
        evaluations: how often the loss may be asked, at least `offspring` times.
        rng: where the offspring come from.
        offspring: λ ≥ 4; None for 4 + ⌊3 log d⌋.
        target: the search ends when a loss is at most this.

    Returns:
        An `Evolution`.

    Raises:
        ValueError: for an argument outside its range, or a loss that is NaN.

    Source: chapter *The concepts and their map*, equation (es-recombination); Hansen and
        Ostermeier (2001), without its covariance matrix.
    """
    centre = _centre(theta)
    d = centre.size
    size = offspring if offspring is not None else max(4, 4 + int(3 * math.log(d)))
    require_positive("sigma", sigma)
    require_count("offspring", size, 4)
    require_count("evaluations", evaluations, size)
    parents = size // 2
    keep = (parents + 2) / (d + parents + 5)
    damping = 1 + 2 * max(0.0, math.sqrt((parents - 1) / (d + 1)) - 1) + keep
    usual = math.sqrt(d) * (1 - 1 / (4 * d) + 1 / (21 * d * d))  # E|ε|
    path, asked = np.zeros(d), 0
    best, lowest = centre, math.inf
    counts, losses = [], []
    while asked + size <= evaluations and lowest > target:
        epsilon = rng.standard_normal((size, d))
        values = np.array([_value(loss, centre + sigma * each, finite=False) for each in epsilon])
        asked += size
        order = np.argsort(values, kind="stable")
        if values[order[0]] < lowest:
            best, lowest = centre + sigma * epsilon[order[0]], float(values[order[0]])
        step = epsilon[order[:parents]].mean(axis=0)
        centre = centre + sigma * step
        path = (1 - keep) * path + math.sqrt(keep * (2 - keep) * parents) * step
        sigma *= math.exp(keep / damping * (float(np.linalg.norm(path)) / usual - 1))
        counts.append(asked)
        losses.append(lowest)
    reached = asked if lowest <= target else None
    return Evolution(centre, best, np.array(counts), np.array(losses), reached)


def _centre(theta: ArrayLike) -> Array:
    centre, _ = parameters_and_gradient(theta, np.zeros(np.shape(theta)))
    if centre.ndim != 1 or centre.size == 0:
        raise ValueError(f"theta has shape {centre.shape}; give one vector [d], d at least 1")
    return centre


def _value(loss: Loss, point: Array, *, finite: bool = True) -> float:
    value = float(loss(point))
    if math.isnan(value) or (finite and math.isinf(value)):
        raise ValueError(f"the loss is {value} at {point[:3]}…; give one that is a number there")
    return value
