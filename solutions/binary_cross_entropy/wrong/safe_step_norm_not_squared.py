"""Takes the largest singular value in place of its square."""

import numpy as np

LOSES = "safe_step"


def safe_step(X, w, penalty):
    return 1 / (np.linalg.norm(X * np.sqrt(w)[:, None], 2) / (4 * np.sum(w)) + penalty)
