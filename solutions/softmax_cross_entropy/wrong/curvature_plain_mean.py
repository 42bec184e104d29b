"""Subtracts the plain mean of v instead of its mean under p."""

import numpy as np

LOSES = "curvature_along"


def curvature_along(z, v):
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)

    return p * (v - v.mean(axis=1, keepdims=True))
