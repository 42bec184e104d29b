"""Matrix factorisation: people and items as vectors, found by exact ridge steps in turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Factors:
    """Vectors of N people and M items, and what is added to their products.

    Attributes:
        people: float64, shape [N, R]. items: float64, shape [M, R].
        mean: a number. of_people, of_items: biases, shapes [N] and [M].
    """

    people: Floats
    items: Floats
    mean: float
    of_people: Floats
    of_items: Floats

    def scores(self) -> Floats:
        """Of every person and item: float64, shape [N, M]."""
        return self.people @ self.items.T + self.mean + self.of_people[:, None] + self.of_items


def ridge_step(fixed: ArrayLike, target: ArrayLike, weight: ArrayLike, penalty: float) -> Floats:
    """The vector x that minimises Σ weight (target − fixed·x)² + penalty |x|².

    Args:
        fixed: vectors of the other side, shape [M, R]. target, weight: shape [M]; weights from 0.
        penalty: above 0.

    Returns:
        float64, shape [R].

    Raises:
        ValueError: other shapes, a negative weight, a penalty that is not positive.

    Source: chapter *What to watch next*, equation (rec-als).
    """
    y, r, w = (np.asarray(each, np.float64) for each in (fixed, target, weight))
    if y.ndim != 2 or r.shape != y.shape[:1] or w.shape != r.shape:
        raise ValueError(
            f"fixed, target and weight have shapes {y.shape}, {r.shape} and {w.shape}; "
            "give [M, R], [M] and [M]"
        )
    if not penalty > 0 or (w < 0).any():
        raise ValueError(f"penalty is {penalty}; give one above 0, and weights from 0 up")
    weighted = y * w[:, None]
    return np.asarray(
        np.linalg.solve(y.T @ weighted + penalty * np.eye(y.shape[1]), weighted.T @ r)
    )


def fit_ratings(
    person: ArrayLike,
    item: ArrayLike,
    rating: ArrayLike,
    shape: tuple[int, int],
    *,
    rank: int = 8,
    penalty: float = 5.0,
    bias_penalty: float = 5.0,
    sweeps: int = 8,
    seed: int = 0,
) -> Factors:
    """Mean, biases and factors of the ratings that were given; what was not given does not count.

    Args:
        person, item: int, shape [E], below `shape`. rating: shape [E].
        shape: number of people and of items.
        rank: length of the vectors; 0 fits the biases alone.
        penalty, bias_penalty: of the vectors and of the biases. sweeps: over both sides.

    Raises:
        ValueError: no rating, unequal lengths, a number outside its range.

    Source: chapter *What to watch next*, equations (rec-biases) and (rec-als).
    """
    p, i = _pairs(person, item, shape)
    r = np.asarray(rating, np.float64)
    if r.shape != p.shape:
        raise ValueError(f"rating has shape {r.shape} for {len(p)} pairs; give one each")
    mean = float(r.mean())
    of_people, of_items = np.zeros(shape[0]), np.zeros(shape[1])
    counts = np.bincount(p, minlength=shape[0]), np.bincount(i, minlength=shape[1])
    for _ in range(30):
        left = np.bincount(i, r - mean - of_people[p], minlength=shape[1])
        of_items = left / (counts[1] + bias_penalty)
        left = np.bincount(p, r - mean - of_items[i], minlength=shape[0])
        of_people = left / (counts[0] + bias_penalty)
    rest = r - mean - of_people[p] - of_items[i]
    items = np.random.default_rng(seed).normal(0, 0.1, (shape[1], rank))
    people = np.zeros((shape[0], rank))
    for _ in range(sweeps if rank else 0):
        people = _side(p, i, rest, items, people, penalty)
        items = _side(i, p, rest, people, items, penalty)
    return Factors(people, items, mean, of_people, of_items)


def fit_implicit(
    person: ArrayLike,
    item: ArrayLike,
    shape: tuple[int, int],
    *,
    rank: int = 16,
    confidence: float = 10.0,
    penalty: float = 5.0,
    sweeps: int = 6,
    seed: int = 0,
) -> Factors:
    """Factors of *whether* a pair was seen: target 1 with weight 1 + confidence, else 0 with 1.

    Args:
        person, item: the pairs that were seen, int, shape [E]. shape: numbers of people and items.
        confidence: how much more a seen pair counts, above 0.

    Raises:
        ValueError: no pair, unequal lengths, a number outside its range.

    Source: chapter *What to watch next*, equation (rec-implicit); Hu, Koren and Volinsky (2008).
    """
    p, i = _pairs(person, item, shape)
    if rank < 1 or not confidence > 0:
        raise ValueError(f"rank is {rank} and confidence {confidence}; give 1 or more, and above 0")
    items = np.random.default_rng(seed).normal(0, 0.1, (shape[1], rank))
    people = np.zeros((shape[0], rank))
    for _ in range(sweeps):
        people = _implicit_side(p, i, items, shape[0], confidence, penalty)
        items = _implicit_side(i, p, people, shape[1], confidence, penalty)
    return Factors(people, items, 0.0, np.zeros(shape[0]), np.zeros(shape[1]))


def implicit_person(items: ArrayLike, seen: ArrayLike, confidence: float, penalty: float) -> Floats:
    """The vector of a person who saw these items: one exact step, no training.

    Args:
        items: shape [M, R]. seen: columns, int, shape [S], S ≥ 0.

    Returns:
        float64, shape [R]; zeros for nobody's history.
    """
    y, columns = np.asarray(items, np.float64), np.asarray(seen, np.int64)
    target = np.zeros(len(y))
    target[columns] = 1.0
    return ridge_step(y, target, 1 + confidence * target, penalty)


def _pairs(
    person: ArrayLike, item: ArrayLike, shape: tuple[int, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    p, i = np.asarray(person, np.int64), np.asarray(item, np.int64)
    if p.ndim != 1 or p.shape != i.shape or len(p) == 0:
        raise ValueError(f"person and item have shapes {p.shape} and {i.shape}; give E ≥ 1 pairs")
    if min(p.min(), i.min()) < 0 or p.max() >= shape[0] or i.max() >= shape[1]:
        raise ValueError(f"person or item lies outside shape {shape}; number them from 0")
    return p, i


def _side(
    own: NDArray[np.int64],
    other: NDArray[np.int64],
    target: Floats,
    fixed: Floats,
    before: Floats,
    penalty: float,
) -> Floats:
    """One ridge step for every vector of a side; who has no pair keeps zeros."""
    found = np.zeros_like(before)
    order = np.argsort(own, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(own[order])) + 1):
        found[own[rows[0]]] = ridge_step(
            fixed[other[rows]], target[rows], np.ones(len(rows)), penalty
        )
    return found


def _implicit_side(
    own: NDArray[np.int64],
    other: NDArray[np.int64],
    fixed: Floats,
    count: int,
    confidence: float,
    penalty: float,
) -> Floats:
    """As `implicit_person` for each, with the sum over all items taken once."""
    shared = fixed.T @ fixed + penalty * np.eye(fixed.shape[1])
    found = np.zeros((count, fixed.shape[1]))
    order = np.argsort(own, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(own[order])) + 1):
        y = fixed[other[rows]]
        left = shared + confidence * y.T @ y
        found[own[rows[0]]] = np.linalg.solve(left, (1 + confidence) * y.sum(axis=0))
    return found
