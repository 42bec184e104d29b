"""Rosenblatt's perceptron, its mistakes counted, and the widest margin that bounds them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import nnls

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PerceptronFit:
    """What the rule did.

    weights: float64 [d], after the last mistake. path: float64 [mistakes + 1, d], the weights
    from the start (zeros) on. mistakes: updates made. passes: times it went through the examples.
    converged: whether the last pass was free of mistakes.
    """

    weights: Floats
    path: Floats
    mistakes: int
    passes: int
    converged: bool


def perceptron(examples: ArrayLike, labels: ArrayLike, *, passes: int = 100) -> PerceptronFit:
    """Go through the examples in their order; where y·(w·x) ≤ 0, add y·x to w. Starts at w = 0.

    Args:
        examples: [N, d], finite; a column of ones makes room for a bias.
        labels: [N], each −1 or +1.
        passes: at most so many times through all examples, at least 1.

    Raises:
        ValueError: shapes or labels other than these, or `passes` below 1.

    Source: chapter *From the perceptron to depth*, equation (perceptron-rule); Rosenblatt (1958).
    """
    x, y = _checked(examples, labels)
    if passes < 1:
        raise ValueError(f"passes is {passes}; go through the examples at least once")
    w = np.zeros(x.shape[1])
    path = [w]
    done, clean = 0, False
    while done < passes and not clean:
        before = len(path)
        for example, label in zip(x, y, strict=True):
            if label * (w @ example) <= 0:
                w = w + label * example
                path.append(w)
        done, clean = done + 1, len(path) == before
    return PerceptronFit(w, np.array(path), len(path) - 1, done, clean)


@dataclass(frozen=True)
class Margin:
    """The best separation of two classes through the origin.

    gamma: the smallest y·(u·x), at its largest over unit vectors u; 0 when no u separates.
    direction: that u, float64 [d]; zeros when there is none.
    shares: float64 [N], non-negative, of sum 1, with |Σ shares·y·x| = gamma: when gamma is 0,
    they prove that nothing separates.
    """

    gamma: float
    direction: Floats
    shares: Floats


def widest_margin(examples: ArrayLike, labels: ArrayLike) -> Margin:
    """Whether some w has y·(w·x) > 0 for all examples, and how large the margin can be.

    The point of the convex hull of all y·x that is nearest to the origin: its distance is the
    margin, its direction the separator. Non-negative least squares finds it: the minimum of
    |Σ aᵢ yᵢ xᵢ|² + (Σ aᵢ − 1)² over a ≥ 0 has its a in the same ratio.

    Args and errors: as `perceptron`.
    Source: chapter *From the perceptron to depth*, equation (certificate).
    """
    x, y = _checked(examples, labels)
    signed = x * y[:, None]
    scale = float(np.linalg.norm(signed, axis=1).max()) or 1.0
    a, rest = nnls(np.vstack([signed.T / scale, np.ones(len(y))]), np.eye(x.shape[1] + 1)[-1])
    shares = a / a.sum() if a.sum() > 0 else a
    if rest < 1e-9:
        return Margin(0.0, np.zeros(x.shape[1]), shares)
    nearest = shares @ signed
    gamma = float(np.linalg.norm(nearest))
    return Margin(gamma, nearest / gamma, shares)


def mistake_bound(examples: ArrayLike, labels: ArrayLike, direction: ArrayLike) -> float:
    """(R/γ)², where R is the longest example and γ the margin of `direction`: Novikoff's bound.

    Args:
        examples, labels: as `perceptron`.
        direction: [d], separates the classes; its length does not matter.

    Raises:
        ValueError: as `perceptron`, or a direction that does not separate.

    Source: chapter *From the perceptron to depth*, equation (novikoff); Novikoff (1962).
    """
    x, y = _checked(examples, labels)
    u = np.asarray(direction, dtype=np.float64)
    if u.shape != x.shape[1:] or not np.linalg.norm(u) > 0:
        raise ValueError(f"direction has shape {u.shape}; give a vector of length {x.shape[1]}")
    gamma = float((y * (x @ u)).min() / np.linalg.norm(u))
    if gamma <= 0:
        raise ValueError(f"direction has margin {gamma:.3g}; the bound needs one that separates")
    return float((np.linalg.norm(x, axis=1).max() / gamma) ** 2)


def _checked(examples: ArrayLike, labels: ArrayLike) -> tuple[Floats, Floats]:
    x, y = np.asarray(examples, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    if x.ndim != 2 or not x.size or y.shape != x.shape[:1]:
        raise ValueError(f"examples have shape {x.shape}, labels {y.shape}; give [N, d] and [N]")
    if not np.isin(y, (-1.0, 1.0)).all():
        raise ValueError(f"labels are {np.unique(y)[:5]}; give −1 and +1 (2·y − 1 from 0 and 1)")
    if not np.isfinite(x).all():
        raise ValueError("examples hold NaN or infinity; look for the step that made it")
    return x, y
