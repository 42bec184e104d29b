"""How far two clouds of points are apart, if each is summed up by its mean and covariance."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def frechet_distance(
    mean: ArrayLike, covariance: ArrayLike, other_mean: ArrayLike, other_covariance: ArrayLike
) -> float:
    """|m₁ − m₂|² + tr(C₁ + C₂) − 2 tr (C₁ C₂)^½: the squared distance of two normal laws.

    It is the least mean squared distance E|X − Y|² of two variables with these laws, over all
    ways in which they may depend on each other. The last trace is the sum of the singular
    values of C₁^½ C₂^½, so that only symmetric matrices get a root.

    Args:
        mean, other_mean: [d], finite.
        covariance, other_covariance: [d, d], symmetric, no eigenvalue clearly below zero;
            singular ones are taken.

    Returns:
        The *squared* distance, in squared units of the features; 0 for equal laws.

    Raises:
        ValueError: other shapes, NaN or infinity, or a matrix that is no covariance.

    Source: chapter *Adversarial generation*, equation (frechet); Dowson and Landau (1982).
    """
    m1, c1 = _law("", mean, covariance)
    m2, c2 = _law("other_", other_mean, other_covariance)
    if m1.shape != m2.shape:
        raise ValueError(
            f"mean has {len(m1)} entries, other_mean {len(m2)}; compare laws of one dimension"
        )
    # C₁C₂ is not symmetric and its root may come out complex; singular values cannot.
    overlap = np.linalg.svd(_root("", c1) @ _root("other_", c2), compute_uv=False).sum()
    squared = ((m1 - m2) ** 2).sum() + np.trace(c1) + np.trace(c2) - 2 * overlap
    return max(0.0, float(squared))


def frechet_features(features: ArrayLike, other: ArrayLike) -> float:
    """`frechet_distance` of two samples by their means and (unbiased) covariances.

    Features of an Inception network make it the FID of Heusel et al. (2017). The value falls
    with the number of samples even when the laws are the same: compare equal numbers only, and
    put real against real beside it.

    Args:
        features: [N, d], finite, N ≥ 2.
        other: [M, d], M ≥ 2; the same features of the other sample.

    Returns:
        As `frechet_distance`.

    Raises:
        ValueError: other shapes, fewer than two rows, NaN or infinity.

    Source: chapter *Adversarial generation*, equation (frechet); Heusel et al. (2017).
    """
    first, second = _sample("features", features), _sample("other", other)
    if first.shape[1] != second.shape[1]:
        raise ValueError(
            f"features have {first.shape[1]} columns, other {second.shape[1]}; "
            "compute both with one network"
        )
    return frechet_distance(*_moments(first), *_moments(second))


def _moments(rows: Floats) -> tuple[Floats, Floats]:
    return rows.mean(axis=0), np.cov(rows, rowvar=False).reshape(rows.shape[1], rows.shape[1])


def _sample(name: str, values: ArrayLike) -> Floats:
    rows = np.asarray(values, dtype=np.float64)
    if rows.ndim != 2 or len(rows) < 2 or not rows.shape[1]:
        raise ValueError(f"{name} has shape {rows.shape}; give [N, d] with two rows or more")
    if not np.isfinite(rows).all():
        raise ValueError(f"{name} holds NaN or infinity; look for the step that made it")
    return rows


def _law(prefix: str, mean: ArrayLike, covariance: ArrayLike) -> tuple[Floats, Floats]:
    m, c = np.asarray(mean, dtype=np.float64), np.asarray(covariance, dtype=np.float64)
    if m.ndim != 1 or not m.size or c.shape != (len(m), len(m)):
        raise ValueError(
            f"{prefix}mean has shape {m.shape}, {prefix}covariance {c.shape}; give [d] and [d, d]"
        )
    if not (np.isfinite(m).all() and np.isfinite(c).all()):
        raise ValueError(f"{prefix}mean or {prefix}covariance holds NaN or infinity; leave it out")
    if not np.allclose(c, c.T, rtol=1e-6, atol=1e-9 * np.abs(c).max()):
        raise ValueError(f"{prefix}covariance is not symmetric; give a covariance, [d, d]")
    return m, c


def _root(prefix: str, covariance: Floats) -> Floats:
    """The symmetric square root, [d, d]; rounding below zero counts as zero."""
    values, vectors = np.linalg.eigh(covariance)
    if values[0] < -1e-6 * max(values[-1], 0.0) or values[-1] < 0:
        raise ValueError(
            f"{prefix}covariance has the eigenvalue {values[0]:.3g}; no covariance has one below 0"
        )
    root: Floats = (vectors * np.sqrt(values.clip(0))) @ vectors.T
    return root
