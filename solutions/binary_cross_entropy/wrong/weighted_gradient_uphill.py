"""y − p: the gradient of the log-likelihood, which points uphill."""

import numpy as np

LOSES = "weighted_gradient"


def weighted_gradient(theta, X, y, w):
    with np.errstate(over="ignore"):
        p = 1 / (1 + np.exp(-(X @ theta)))
    return X.T @ (w * (y - p)) / np.sum(w)
