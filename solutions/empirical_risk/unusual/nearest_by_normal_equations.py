"""Solves for the multipliers of the constraint."""

import numpy as np

TASK = "nearest_minimum"


def nearest_minimum(X, y, start):
    return start + X.T @ np.linalg.solve(X @ X.T, y - X @ start)
