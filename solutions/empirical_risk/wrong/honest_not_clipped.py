"""Lets the interval leave [0, 1]."""

import numpy as np

LOSES = "honest_interval"


def honest_interval(scores, n, confidence):
    best = int(np.argmax(scores))
    radius = np.sqrt(np.log(2 * len(scores) / (1 - confidence)) / (2 * n))
    return best, float(scores[best] - radius), float(scores[best] + radius)
