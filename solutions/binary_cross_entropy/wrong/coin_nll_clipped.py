"""Clips p, so that the impossible costs a finite amount."""

import numpy as np

LOSES = "coin_nll"


def coin_nll(y, p):
    y = np.asarray(y, dtype=float)
    p = min(max(p, 1e-7), 1 - 1e-7)
    return float(-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)))
