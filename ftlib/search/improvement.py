"""Expected improvement: by how much a candidate is likely to beat the best so far."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from ftlib.search._validate import Array


def expected_improvement(mean: ArrayLike, spread: ArrayLike, best: float) -> Array:
    """E[max(f − best, 0)] for f normal: (μ − b) Φ(u) + s φ(u), u = (μ − b)/s.

    Args:
        mean: μ, any shape. spread: s ≥ 0, the same shape; where it is 0 the score is certain.
        best: b, the score to be beaten (large is good).

    Returns:
        float64, the shape of `mean`; never negative.

    Raises:
        ValueError: for unequal shapes, or a spread that is negative or NaN.

    Source: chapter *Hyper-parameters*, equation (ei); Jones, Schonlau and Welch, J. Global
    Optimization 1998, eq. 15.
    """
    mu, s = np.asarray(mean, dtype=np.float64), np.asarray(spread, dtype=np.float64)
    if mu.shape != s.shape:
        raise ValueError(f"mean has shape {mu.shape} and spread {s.shape}; give one for each")
    if not (s >= 0).all():
        raise ValueError("spread has a negative entry or NaN; give standard deviations, 0 or more")
    lead = mu - best
    u = lead / np.where(s > 0, s, 1.0)
    normal = np.exp(-0.5 * u**2) / np.sqrt(2 * np.pi)
    # Far below the best the two terms cancel; rounding must not make an improvement negative.
    return np.maximum(np.where(s > 0, lead * ndtr(u) + s * normal, lead), 0.0)
