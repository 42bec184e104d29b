"""Adds the shortest solution to the start, which then fits no longer."""

import numpy as np

LOSES = "nearest_minimum"


def nearest_minimum(X, y, start):
    return start + np.linalg.pinv(X) @ y
