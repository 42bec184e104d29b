"""Divides by N and not by the sum of the weights."""

import numpy as np

LOSES = "weighted_gradient"


def weighted_gradient(theta, X, y, w):
    with np.errstate(over="ignore"):
        p = 1 / (1 + np.exp(-(X @ theta)))
    return X.T @ (w * (p - y)) / len(y)
