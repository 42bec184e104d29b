"""All on the best answer."""

import numpy as np

LOSES = "best_policy"


def best_policy(base, r, beta):
    best = np.zeros(len(base))
    best[np.where(base > 0, r, -np.inf).argmax()] = 1.0
    return best
