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
    odd = given[~np.isfinite(given)]
    if len(given) == 0 or len(odd):
        seen = f"{len(odd)} that are not finite" if len(odd) else "no number"
        raise ValueError(f"values holds {seen}; give finite numbers, at least two different ones")
    levels, counts = np.unique(given, return_counts=True)
    if len(levels) < 2:
        raise ValueError(f"values are all {levels[0]:g}; a cut needs two different ones")
    below = np.cumsum(counts)[:-1] / len(given)
    # Shifted and scaled to [0, 1]: no digits are lost far from 0, and no square is too small.
    scaled = (levels - levels[0]) / (levels[-1] - levels[0])
    part = np.cumsum(counts * scaled)[:-1] / len(given)
    whole = np.dot(counts, scaled) / len(given)
    # w0·w1·(m0 − m1)² with m0 = part/w0 and m1 = (whole − part)/w1
    between = (part - below * whole) ** 2 / (below * (1 - below))
    cut = int(np.argmax(between >= between.max() * (1 - 1e-12)))
    return float((levels[cut] + levels[cut + 1]) / 2)
