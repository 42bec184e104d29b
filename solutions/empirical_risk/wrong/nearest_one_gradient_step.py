"""Takes one step of gradient descent and calls it the end."""

import numpy as np

LOSES = "nearest_minimum"


def nearest_minimum(X, y, start):
    return start + X.T @ (y - X @ start) / np.linalg.norm(X, 2) ** 2
