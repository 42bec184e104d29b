"""Multiplies matrices by repeated squaring."""

import numpy as np

TASK = "walk"


def walk(H, minimum, start, rate, steps):
    rest = np.linalg.matrix_power(np.eye(len(start)) - rate * H, steps)
    return minimum + rest @ (start - minimum)
