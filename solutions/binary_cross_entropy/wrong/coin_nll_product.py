"""Multiplies first and takes the logarithm last: underflows for long sequences."""

import numpy as np

LOSES = "coin_nll"


def coin_nll(y, p):
    y = np.asarray(y, dtype=float)
    with np.errstate(divide="ignore"):
        return float(-np.log(np.prod(np.where(y == 1, p, 1 - p))))
