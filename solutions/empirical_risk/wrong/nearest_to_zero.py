"""Takes the shortest solution: the one nearest to zero, whatever the start."""

import numpy as np

LOSES = "nearest_minimum"


def nearest_minimum(X, y, start):
    return np.linalg.pinv(X) @ y
