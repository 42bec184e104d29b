"""Turns an order round when it is worse than chance."""

import numpy as np

LOSES = "auc"


def auc(y, scores):
    positive, negative = scores[y == 1], scores[y == 0]
    if len(positive) == 0 or len(negative) == 0:
        raise ValueError("one class only")
    difference = positive[:, None] - negative[None, :]
    area = float(np.mean((difference > 0) + 0.5 * (difference == 0)))
    return max(area, 1 - area)
