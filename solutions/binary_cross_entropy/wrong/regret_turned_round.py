"""The divergence the other way round: the entropy of the forecast, not of the target."""

import numpy as np

LOSES = "regret"


def regret(z, q):
    q = np.clip(q, 1e-300, 1 - 1e-16)
    p = np.exp(-np.logaddexp(0, -z))
    return p * (-np.logaddexp(0, -z) - np.log(q)) + (1 - p) * (-np.logaddexp(0, z) - np.log1p(-q))
