"""The binomial taken for a normal distribution."""

import math

from scipy import special

LOSES = "promise"


def promise(scores, sensitivity, confidence):
    best, n, p = None, len(scores), 1 - sensitivity
    for k, score in enumerate(sorted(scores), start=1):
        if special.ndtr((n * p - k + 0.5) / math.sqrt(n * p * (1 - p))) >= confidence - 1e-9:
            best = score
    return best
