"""The best from sorted pairs, the ends clipped by NumPy."""

import math

import numpy as np

TASK = "honest_interval"


def honest_interval(scores, n, confidence):
    negated, place = min((-score, place) for place, score in enumerate(scores))
    each = (1 - confidence) / len(scores)  # the share of failures that each interval may have
    radius = math.sqrt(-math.log(each / 2) / (2 * n))
    return [place, *np.clip([-negated - radius, -negated + radius], 0, 1)]
