"""Adds everything at once and counts the pieces that pass by."""

import numpy as np

TASK = "ring"


def ring(vectors):
    n = len(vectors)
    total = np.sum(vectors, axis=0)
    sizes = [len(piece) for piece in np.array_split(total, n)]
    sent = [2 * sum(sizes) - sizes[(i + 1) % n] - sizes[(i + 2) % n] for i in range(n)]
    return [total.copy() for _ in range(n)], sent
