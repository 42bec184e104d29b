"""Averages first and squares then."""

import numpy as np

LOSES = "mean_square"


def mean_square(x):
    if len(x) == 0:
        raise ValueError("x is empty")
    return float(np.mean(x) ** 2)
