"""Keeps the query instead of the key."""

import numpy as np

LOSES = "step"


def step(q, k, v, keys, values):
    keys, values = np.vstack([keys, q]), np.vstack([values, v])
    scores = keys @ q / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    return weights @ values / weights.sum(), keys, values
