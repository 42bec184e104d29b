"""Right values, but from the full matrix: memory for C² numbers a row."""

import numpy as np

LOSES = "curvature_along"


def curvature_along(z, v):
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)

    matrices = p[:, :, None] * (np.eye(z.shape[1]) - p[:, None, :])
    return np.einsum("nck,nk->nc", matrices, v)
