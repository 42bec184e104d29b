"""Raises each entry of the matrix to the power, instead of the matrix."""

import numpy as np

LOSES = "walk"


def walk(H, minimum, start, rate, steps):
    size = len(start)
    return start + (np.eye(size) - (np.eye(size) - rate * H) ** steps) @ (minimum - start)
