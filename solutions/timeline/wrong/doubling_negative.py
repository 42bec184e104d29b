"""Lets a negative time stand as the upper end."""

import numpy as np

LOSES = "doubling_time"


def _answer(t, y, q, freedom, infinite=True):
    t = t - t.mean()
    b = (t @ (y - y.mean())) / (t @ t)
    missed = y - y.mean() - b * t
    se = np.sqrt(missed @ missed / freedom / (t @ t))
    high = 1 / (b - q * se) if b - q * se > 0 or not infinite else float("inf")
    return float(1 / b), float(1 / (b + q * se)), float(high)


def doubling_time(years, sizes, q):
    t, y = np.asarray(years, dtype=float), np.log2(sizes)
    return _answer(t, y, q, len(t) - 2, infinite=False)
