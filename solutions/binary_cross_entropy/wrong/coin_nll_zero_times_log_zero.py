"""Types the formula in as printed: 0 · log 0 is NaN at the ends."""

import numpy as np

LOSES = "coin_nll"


def coin_nll(y, p):
    y = np.asarray(y, dtype=float)
    with np.errstate(all="ignore"):
        return float(-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)))
