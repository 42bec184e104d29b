"""Counts the first half only."""

import numpy as np

LOSES = "ring"


def ring(vectors):
    n, total = len(vectors), np.sum(vectors, axis=0)
    sizes = [len(piece) for piece in np.array_split(total, n)]
    sent = [sum(sizes) - sizes[(i + 1) % n] for i in range(n)]
    return [total.copy() for _ in range(n)], sent if n > 1 else [0]
