"""Turns all pairs equally fast."""

import numpy as np

LOSES = "shift_matrix"


def shift_matrix(delta, n):
    cos, sin = np.cos(delta) * np.eye(n), np.sin(delta) * np.eye(n)
    return np.block([[cos, -sin], [sin, cos]])
