"""Forgets the empty input."""

import numpy as np

LOSES = "mean_square"


def mean_square(x):
    return float(np.mean(x**2)) if len(x) else float("nan")
