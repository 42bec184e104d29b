"""Goes the share that is left instead of the share that is done."""

import numpy as np

LOSES = "walk"


def walk(H, minimum, start, rate, steps):
    values, vectors = np.linalg.eigh(H)
    return start + vectors @ ((1 - rate * values) ** steps * (vectors.T @ (minimum - start)))
