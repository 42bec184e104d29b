"""Forgets that the penalty bends, too: too long a step."""

import numpy as np

LOSES = "safe_step"


def safe_step(X, w, penalty):
    return 4 * np.sum(w) / np.linalg.eigvalsh((X.T * w) @ X).max()
