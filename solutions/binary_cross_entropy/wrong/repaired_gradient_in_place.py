"""Right numbers, but the sigmoid is written into the caller's array."""

import numpy as np

LOSES = "repaired_gradient"


def repaired_gradient(z, y):
    z *= 0.5
    np.tanh(z, out=z)
    return (0.5 * (1 + z) - y) / np.size(z)
