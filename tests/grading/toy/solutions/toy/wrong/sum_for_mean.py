"""The sum instead of the mean."""

import numpy as np

LOSES = "mean_square"


def mean_square(x):
    if len(x) == 0:
        raise ValueError("x is empty")
    return float(np.sum(x**2))
