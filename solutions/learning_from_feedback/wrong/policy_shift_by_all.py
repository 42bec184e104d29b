"""Subtracts the largest reward of all, also of answers that never come."""

import numpy as np

LOSES = "best_policy"


def best_policy(base, r, beta):
    weight = base * np.exp((r - r.max()) / beta)
    return weight / weight.sum()
