"""One mean for the whole batch instead of one for each row."""

import numpy as np

LOSES = "curvature_along"


def curvature_along(z, v):
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)

    return p * (v - (p * v).sum())
