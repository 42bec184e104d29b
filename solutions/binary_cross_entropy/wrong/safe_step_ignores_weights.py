"""The step of the unweighted mean."""

import numpy as np

LOSES = "safe_step"


def safe_step(X, w, penalty):
    return 1 / (np.linalg.eigvalsh(X.T @ X).max() / (4 * len(w)) + penalty)
