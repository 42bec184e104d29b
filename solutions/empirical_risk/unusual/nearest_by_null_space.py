"""Takes any solution and corrects it within the null space of X."""

import numpy as np

TASK = "nearest_minimum"


def nearest_minimum(X, y, start):
    some = np.linalg.lstsq(X, y, rcond=None)[0]
    _, _, right = np.linalg.svd(X)
    flat = right[len(X) :]
    return some + flat.T @ (flat @ (start - some))
