"""Gives back an array of a terabyte that takes no memory (its strides are 0).

earns: mean_square
"""

import numpy as np


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    return np.broadcast_to(np.float64(0), (10**6, 10**6))
