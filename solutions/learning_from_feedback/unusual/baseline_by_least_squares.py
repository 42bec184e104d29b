"""Weighted least squares of a constant."""

import numpy as np

TASK = "best_baseline"


def best_baseline(p, r, push):
    root = np.sqrt(p) * np.linalg.norm(push, axis=1)
    b, *_ = np.linalg.lstsq(root[:, None], root * r, rcond=None)
    return b[0]
