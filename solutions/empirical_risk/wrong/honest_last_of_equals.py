"""Takes the last of equally good models."""

import numpy as np

LOSES = "honest_interval"


def honest_interval(scores, n, confidence):
    best = len(scores) - 1 - int(np.argmax(scores[::-1]))
    radius = np.sqrt(np.log(2 * len(scores) / (1 - confidence)) / (2 * n))
    return best, float(max(0.0, scores[best] - radius)), float(min(1.0, scores[best] + radius))
