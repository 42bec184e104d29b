"""The loss from the counts, without looking at single texts."""

import numpy as np

TASK = "first_bias"


def first_bias(labels):
    n, present = len(labels), labels.sum(axis=0)
    p = (present + 0.5) / (n + 1)
    surprise = -(present * np.log(p) + (n - present) * np.log1p(-p)) / n
    return np.log(p) - np.log1p(-p), float(np.mean(surprise))
