"""Passes whole vectors round: the sums are right, the traffic is not."""

import numpy as np

LOSES = "ring"


def ring(vectors):
    n = len(vectors)
    total = np.sum(vectors, axis=0)
    return [total.copy() for _ in range(n)], [(n - 1) * len(total)] * n
