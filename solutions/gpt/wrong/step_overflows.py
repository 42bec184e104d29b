"""The exponential of the scores as they are."""

import numpy as np

LOSES = "step"


def step(q, k, v, keys, values):
    keys, values = np.vstack([keys, k]), np.vstack([values, v])
    with np.errstate(all="ignore"):
        weights = np.exp(keys @ q / np.sqrt(len(q)))
        return weights @ values / weights.sum(), keys, values
