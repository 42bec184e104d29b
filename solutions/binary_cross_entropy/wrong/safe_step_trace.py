"""Bounds the largest eigenvalue by the sum of all: safe, but not the smallest bound."""

import numpy as np

LOSES = "safe_step"


def safe_step(X, w, penalty):
    return 1 / (np.sum(w[:, None] * X**2) / (4 * np.sum(w)) + penalty)
