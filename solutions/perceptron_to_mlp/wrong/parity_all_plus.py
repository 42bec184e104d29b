"""Adds all units: "at least one bit"."""

import numpy as np

LOSES = "parity_weights"


def parity_weights(n):
    units = np.arange(n)
    return np.ones((n, n)), -(units + 0.5), np.ones(n), -0.5
