"""Gives a tie no credit."""

import numpy as np

LOSES = "auc"


def auc(y, scores):
    positive, negative = scores[y == 1], scores[y == 0]
    if len(positive) == 0 or len(negative) == 0:
        raise ValueError("one class only")
    difference = positive[:, None] - negative[None, :]
    return float(np.mean(difference > 0))
