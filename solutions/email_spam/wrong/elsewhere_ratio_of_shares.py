"""The probability grows as the share does."""

import numpy as np

LOSES = "elsewhere"


def elsewhere(p, share, new_share):
    p = np.asarray(p, dtype=float)
    return np.clip(p * new_share / share, 0, 1)
