"""Does not divide by √d."""

import numpy as np

LOSES = "step"


def step(q, k, v, keys, values):
    keys, values = np.vstack([keys, k]), np.vstack([values, v])
    scores = keys @ q
    weights = np.exp(scores - scores.max())
    return weights @ values / weights.sum(), keys, values
