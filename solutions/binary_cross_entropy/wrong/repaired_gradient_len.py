"""Divides by the number of rows, which is the number of elements only in one dimension."""

import numpy as np

LOSES = "repaired_gradient"


def repaired_gradient(z, y):
    return (0.5 * (1 + np.tanh(0.5 * z)) - y) / max(len(z), 1)
