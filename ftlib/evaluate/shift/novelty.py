"""Is this an input of the kind that was learned? Energy of logits, distances of states."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special


def energy(z: ArrayLike, temperature: float = 1.0) -> NDArray[np.float64]:
    """−T log Σ_k exp(z_k/T) of each row: large where no logit is large.

    Unlike the probabilities it changes when a constant is added to all logits.

    Args:
        z: logits, float, shape [N, K], N ≥ 1, finite.
        temperature: T > 0, finite.

    Returns:
        float64, shape [N], in the unit of `z`.

    Raises:
        ValueError: another shape, values not finite, a temperature that is not positive and finite.

    Source: chapter *To which physician?*, equation (energy); Liu et al. (2020).
    """
    logits = _matrix("z", z)
    if not (np.isfinite(temperature) and temperature > 0):
        raise ValueError(f"temperature is {temperature}; give a positive, finite number")
    found = -temperature * special.logsumexp(logits / temperature, axis=1)
    return np.asarray(found, np.float64)


@dataclass(frozen=True, eq=False)
class ClassClouds:
    """Class-conditional Gaussians: means of K classes, and one covariance for all of them.

    Attributes:
        means: float64, shape [K, d].
        whiten: float64, shape [d, d]; state @ whiten has the unit matrix as covariance within a
            class.
    """

    means: NDArray[np.float64]
    whiten: NDArray[np.float64]

    def distance(self, states: ArrayLike) -> NDArray[np.float64]:
        """Squared Mahalanobis distance to the nearest class's mean, float64, shape [N].

        Args:
            states: float, shape [N, d], N ≥ 1, finite.

        Raises:
            ValueError: another shape, values not finite.
        """
        rows = _matrix("states", states)
        if rows.shape[1] != self.means.shape[1]:
            raise ValueError(
                f"states has {rows.shape[1]} columns; give {self.means.shape[1]} as when fitting"
            )
        middle = self.means.mean(axis=0)  # far from 0 its square would swallow the differences
        white, centres = (rows - middle) @ self.whiten, (self.means - middle) @ self.whiten
        squares = (white**2).sum(1)[:, None] - 2 * white @ centres.T + (centres**2).sum(1)
        return np.asarray(np.maximum(squares.min(axis=1), 0.0))


def class_clouds(states: ArrayLike, y_true: ArrayLike, *, shrink: float = 0.1) -> ClassClouds:
    """Fit one Gaussian a class, all with the same covariance, to states of known classes.

    The covariance is that within the classes (divided by N), drawn towards a multiple of the unit
    matrix: (1 − shrink)·Σ + shrink·(tr Σ/d)·I.

    Args:
        states: float, shape [N, d], finite.
        y_true: labels, shape [N]; each that occurs gives a mean, in rising order.
        shrink: share of the mean variance in the covariance's place, in (0, 1]; keeps it
            invertible where there are more directions than items.

    Raises:
        ValueError: shapes that do not fit, values not finite, shrink outside (0, 1], states that
            do not vary within any class.

    Source: chapter *To which physician?*, equation (mahalanobis); Lee et al. (2018); the shrinking
    is that of Ledoit and Wolf (2004), by a fixed share.
    """
    rows, labels = _matrix("states", states), np.asarray(y_true)
    if labels.shape != (len(rows),):
        raise ValueError(f"y_true has shape {labels.shape}; give one label for each of {len(rows)}")
    if not 0 < shrink <= 1:
        raise ValueError(f"shrink is {shrink}; give a share above 0 and at most 1, such as 0.1")
    names, first, place = np.unique(labels, return_index=True, return_inverse=True)
    if (rows == rows[first][place]).all():  # compared, since a mean of equal numbers may be rounded
        raise ValueError("states do not vary within any class; give more items a class")
    means = np.stack([rows[place == k].mean(axis=0) for k in range(len(names))])
    within = rows - means[place]
    spread = within.T @ within / len(rows)
    floor = shrink * float(np.trace(spread)) / len(spread)
    values, vectors = np.linalg.eigh((1 - shrink) * spread + floor * np.eye(len(spread)))
    # No eigenvalue is below the floor; rounding may leave it there, even below 0.
    return ClassClouds(means, vectors / np.sqrt(np.maximum(values, floor)))


def neighbour_distance(known: ArrayLike, states: ArrayLike, k: int = 10) -> NDArray[np.float64]:
    """1 − cosine of each state with its k-th nearest known one, float64, shape [N], in [0, 2].

    That is half the squared distance of the two as unit vectors, so it orders as their distance.

    Args:
        known: states of inputs of the right kind, float, shape [M, d], finite, no row of zeros.
        states: of the inputs asked about, shape [N, d], as `known`.
        k: from 1 to M; a larger one is less at the mercy of a single odd known input.

    Raises:
        ValueError: other shapes, values not finite, a row of zeros, k no whole number of 1 … M.

    Source: chapter *To which physician?*, equation (neighbour); Sun et al. (2022).
    """
    ours, asked = _matrix("known", known), _matrix("states", states)
    if asked.shape[1] != ours.shape[1]:
        raise ValueError(f"states has {asked.shape[1]} columns; give {ours.shape[1]} as in known")
    if not 1 <= k <= len(ours) or k != int(k):
        raise ValueError(f"k is {k}; give a whole number from 1 to {len(ours)}, the known states")
    cosines = _directions("states", asked) @ _directions("known", ours).T
    place = len(ours) - int(k)
    return np.clip(1 - np.partition(cosines, place, axis=1)[:, place], 0.0, 2.0)


def _directions(name: str, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if not (lengths > 0).all():
        raise ValueError(f"{name} holds a row of zeros, which has no direction; leave it out")
    return np.asarray(rows / lengths)


def _matrix(name: str, values: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(values, np.float64)
    if array.ndim != 2 or array.size == 0:
        raise ValueError(f"{name} has shape {array.shape}; give one row for each of N ≥ 1 items")
    if not np.isfinite(array).all():
        row = int(np.flatnonzero(~np.isfinite(array).all(axis=1))[0])
        raise ValueError(
            f"{name} holds a value that is not finite, in row {row}; leave that item out, or mend "
            "what made it"
        )
    return array
