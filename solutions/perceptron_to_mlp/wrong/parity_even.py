"""Says whether the number is even."""

import numpy as np

LOSES = "parity_weights"


def parity_weights(n):
    units = np.arange(n)
    return np.ones((n, n)), -(units + 0.5), -((-1.0) ** units), 0.5
