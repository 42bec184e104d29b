"""Returns one half when a class is missing."""

import numpy as np

LOSES = "auc"


def auc(y, scores):
    positive, negative = scores[y == 1], scores[y == 0]
    if len(positive) == 0 or len(negative) == 0:
        return 0.5
    difference = positive[:, None] - negative[None, :]
    return float(np.mean((difference > 0) + 0.5 * (difference == 0)))
