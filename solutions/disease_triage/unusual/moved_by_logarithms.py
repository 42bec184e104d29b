"""In logarithms."""

import numpy as np

TASK = "moved"


def moved(z, before, after):
    with np.errstate(divide="ignore"):
        shifted = np.asarray(z, float) + np.log(np.asarray(after, float)) - np.log(before)
    p = np.exp(shifted - shifted.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True)
