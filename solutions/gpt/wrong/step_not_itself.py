"""Does not look at the new token (unless it is the first)."""

import numpy as np

LOSES = "step"


def step(q, k, v, keys, values):
    all_keys, all_values = np.vstack([keys, k]), np.vstack([values, v])
    if len(keys) == 0:
        return v, all_keys, all_values
    scores = keys @ q / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    return weights @ values / weights.sum(), all_keys, all_values
