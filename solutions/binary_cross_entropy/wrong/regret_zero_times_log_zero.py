"""NaN for a target of exactly 0 or 1: there 0 · log 0 is computed as printed."""

import numpy as np

LOSES = "regret"


def regret(z, q):
    with np.errstate(all="ignore"):
        entropy = -q * np.log(q) - (1 - q) * np.log(1 - q)
    return np.logaddexp(0, z) - q * z - entropy
