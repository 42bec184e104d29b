"""Binomial coefficients, and no SciPy."""

import math

TASK = "promise"


def promise(scores, sensitivity, confidence):
    n, fewer, found = len(scores), 0.0, None
    for k, score in enumerate(sorted(scores)):
        fewer += math.comb(n, k) * (1 - sensitivity) ** k * sensitivity ** (n - k)
        if 1 - fewer < confidence - 1e-12:
            break
        found = score
    return found
