"""The square of the largest singular value of the rows, scaled by √w; a NumPy scalar."""

import numpy as np

TASK = "safe_step"


def safe_step(X, w, penalty):
    rows = X * np.sqrt(w / np.sum(w))[:, None] / 2
    return 1 / (np.linalg.norm(rows, 2) ** 2 + penalty)
