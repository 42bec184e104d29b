"""Takes one step more than asked."""

import numpy as np

LOSES = "walk"


def walk(H, minimum, start, rate, steps):
    values, vectors = np.linalg.eigh(H)
    gone = 1 - (1 - rate * values) ** (steps + 1)
    return start + vectors @ (gone * (vectors.T @ (minimum - start)))
