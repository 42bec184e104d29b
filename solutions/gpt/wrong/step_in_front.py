"""Puts the new token at the front of the caches."""

import numpy as np

LOSES = "step"


def step(q, k, v, keys, values):
    keys, values = np.vstack([k, keys]), np.vstack([v, values])
    scores = keys @ q / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    return weights @ values / weights.sum(), keys, values
