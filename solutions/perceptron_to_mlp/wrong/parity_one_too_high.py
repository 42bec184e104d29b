"""Unit j asks for more than j bits."""

import numpy as np

LOSES = "parity_weights"


def parity_weights(n):
    units = np.arange(n)
    return np.ones((n, n)), -(units + 1.0), (-1.0) ** units, -0.5
