"""Hands the quadratic to NumPy."""

import numpy as np

TASK = "wilson"


def wilson(k, n, z):
    share, c = k / n, z * z / n
    low, high = sorted(np.roots([1 + c, -(2 * share + c), share * share]).real)
    return float(min(max(low, 0.0), share)), float(max(min(high, 1.0), share))
