"""Divides by the number of tosses: the mean where the sum was asked for."""

import numpy as np

LOSES = "coin_nll"


def coin_nll(y, p):
    y = np.asarray(y, dtype=float)
    if len(y) == 0:
        return 0.0
    heads = y.sum()
    total = 0.0
    if heads:
        total -= heads * np.log(p) if p > 0 else -np.inf
    if heads < len(y):
        total -= (len(y) - heads) * np.log1p(-p) if p < 1 else -np.inf
    return float(total / len(y))
