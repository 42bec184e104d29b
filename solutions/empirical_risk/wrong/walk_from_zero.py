"""Forgets where the walk began."""

import numpy as np

LOSES = "walk"


def walk(H, minimum, start, rate, steps):
    values, vectors = np.linalg.eigh(H)
    return vectors @ ((1 - (1 - rate * values) ** steps) * (vectors.T @ minimum))
