"""Knows XOR of two bits only: further units stay off."""

import numpy as np

LOSES = "parity_weights"


def parity_weights(n):
    units = np.arange(n)
    return np.ones((n, n)), np.where(units < 2, -(units + 0.5), -n), (-1.0) ** units, -0.5
