"""The weight multiplies the target instead of the whole term."""

import numpy as np

LOSES = "weighted_gradient"


def weighted_gradient(theta, X, y, w):
    with np.errstate(over="ignore"):
        p = 1 / (1 + np.exp(-(X @ theta)))
    return X.T @ (p - w * y) / np.sum(w)
