"""1 − σ(z), which is zero from z = 37 on."""

import numpy as np

LOSES = "generator_slopes"


def generator_slopes(z):
    p = np.exp(-np.logaddexp(0, -z))
    return -p / len(z), -(1 - p) / len(z)
