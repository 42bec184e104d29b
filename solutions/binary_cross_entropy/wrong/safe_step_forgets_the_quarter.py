"""Safe, but four times too short: takes p (1 − p) for 1."""

import numpy as np

LOSES = "safe_step"


def safe_step(X, w, penalty):
    return 1 / (np.linalg.eigvalsh((X.T * w) @ X).max() / np.sum(w) + penalty)
