"""The largest eigenvalue of the Gram matrix of the examples, which is the same one."""

import numpy as np

TASK = "safe_step"


def safe_step(X, w, penalty):
    rows = X * np.sqrt(w)[:, None]
    top = np.linalg.eigvalsh(rows @ rows.T)[-1]
    return float(4 * np.sum(w) / (top + 4 * np.sum(w) * penalty))
