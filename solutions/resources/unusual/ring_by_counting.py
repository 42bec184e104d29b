"""Knows where it ends: sums, and each piece but one sent in each half."""

import numpy as np

TASK = "ring"


def ring(vectors):
    n = len(vectors)
    total = np.stack(vectors).sum(axis=0)
    sizes = [len(piece) for piece in np.array_split(total, n)]
    sent = [
        sum(sizes[(i - r) % n] + sizes[(i + 1 - r) % n] for r in range(n - 1)) for i in range(n)
    ]
    return [total.copy() for _ in range(n)], sent
