"""Divides by the number of examples, not by the sum of their weights."""

import numpy as np

LOSES = "safe_step"


def safe_step(X, w, penalty):
    return 1 / (np.linalg.eigvalsh((X.T * w) @ X).max() / (4 * len(w)) + penalty)
