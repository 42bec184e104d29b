"""One maximum for the whole batch: the shares of small rows are 0 / 0."""

import numpy as np

LOSES = "curvature_along"


def curvature_along(z, v):
    with np.errstate(all="ignore"):
        p = np.exp(z - z.max())
        p = p / p.sum(axis=1, keepdims=True)
        return p * (v - (p * v).sum(axis=1, keepdims=True))
