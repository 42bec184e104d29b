"""Does not sum to one."""

import numpy as np

LOSES = "best_policy"


def best_policy(base, r, beta):
    top = r[base > 0].max()
    return np.where(base > 0, base * np.exp(np.minimum((r - top) / beta, 0)), 0.0)
