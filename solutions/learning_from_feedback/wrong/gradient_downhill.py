"""The gradient of the loss: downhill."""

import numpy as np

LOSES = "bandit_gradient"


def bandit_gradient(z, r):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return p * (p @ r - r)
