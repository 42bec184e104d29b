"""Takes the formula 2 (n − 1) G / n for every device, also where pieces differ."""

import numpy as np

LOSES = "ring"


def ring(vectors):
    n, total = len(vectors), np.sum(vectors, axis=0)
    return [total.copy() for _ in range(n)], [2 * (n - 1) * (len(total) // n)] * n
