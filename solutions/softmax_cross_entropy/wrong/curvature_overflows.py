"""The softmax as printed: overflows for large logits."""

import numpy as np

LOSES = "curvature_along"


def curvature_along(z, v):
    with np.errstate(all="ignore"):
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        return p * v - p * (p * v).sum(axis=1, keepdims=True)
