"""Divides the examples among the models instead of the failures."""

import numpy as np

LOSES = "honest_interval"


def honest_interval(scores, n, confidence):
    best = int(np.argmax(scores))
    radius = np.sqrt(np.log(2 / (1 - confidence)) * len(scores) / (2 * n))
    return best, float(max(0.0, scores[best] - radius)), float(min(1.0, scores[best] + radius))
