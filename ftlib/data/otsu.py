"""Otsu's threshold: the cut that leaves the least variance within its two sides."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def otsu_threshold(values: ArrayLike) -> float:
    """The cut between two neighbouring values with the largest variance between its sides.

    Every cut is tried, exactly: no histogram. With w₀, w₁ the shares and m₀, m₁ the means of the
    values below and above, the variance between is w₀·w₁·(m₀ − m₁)².

    Args:
        values: any shape, finite, at least two different ones.

    Returns:
        The middle between the last value below the cut and the first above it; of equally good
        cuts the lowest.

    Raises:
        ValueError: values that are not finite, or all alike.

    Source: chapter *A second pair of eyes*, equation (otsu); Otsu (1979).
    """
    given = np.asarray(values, np.float64).ravel()
    if len(given) == 0 or not np.isfinite(given).all():
        raise ValueError(f"values holds {len(given)} numbers; give finite ones, at least two")
    levels, counts = np.unique(given, return_counts=True)
    if len(levels) < 2:
        raise ValueError(f"values are all {levels[0]:g}; a cut needs two different ones")
    below = np.cumsum(counts)[:-1] / len(given)
    part = np.cumsum(counts * (levels - levels.mean()))[:-1] / len(given)  # centred: exact
    whole = np.dot(counts, levels - levels.mean()) / len(given)
    # w0·w1·(m0 − m1)² with m0 = part/w0 and m1 = (whole − part)/w1
    between = (part - below * whole) ** 2 / (below * (1 - below))
    cut = int(np.argmax(between >= between.max() * (1 - 1e-12)))
    return float((levels[cut] + levels[cut + 1]) / 2)
