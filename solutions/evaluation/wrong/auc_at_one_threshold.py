"""Takes the mean of both recalls at the threshold one half."""

import numpy as np

LOSES = "auc"


def auc(y, scores):
    positive, negative = scores[y == 1], scores[y == 0]
    if len(positive) == 0 or len(negative) == 0:
        raise ValueError("one class only")
    return float((np.mean(positive >= 0.5) + np.mean(negative < 0.5)) / 2)
