"""Frequencies by 2n entries instead of n pairs."""

import numpy as np

LOSES = "shift_matrix"


def shift_matrix(delta, n):
    angles = delta * 10000.0 ** (-np.arange(n) / (2 * n))
    cos, sin = np.diag(np.cos(angles)), np.diag(np.sin(angles))
    return np.block([[cos, -sin], [sin, cos]])
