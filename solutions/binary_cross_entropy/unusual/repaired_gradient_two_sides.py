"""(1 − y) σ(z) − y σ(−z), the form without cancellation."""

import numpy as np

TASK = "repaired_gradient"


def repaired_gradient(z, y):
    right, left = np.exp(-np.logaddexp(0, -z)), np.exp(-np.logaddexp(0, z))
    return ((1 - y) * right - y * left) / np.size(z)
