"""Takes the logarithm of a probability that may be 0, with the old 1e-10 beside it."""

import numpy as np

LOSES = "repaired_loss"


def repaired_loss(z, y):
    p = np.exp(z - z.max(axis=-1, keepdims=True))
    p = p / p.sum(axis=-1, keepdims=True)
    return float(np.mean(-(y * np.log(p + 1e-10)).sum(axis=-1)))
