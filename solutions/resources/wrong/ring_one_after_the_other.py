"""Delivers at once, so that a device passes on what came in the same round."""

import numpy as np

LOSES = "ring"


def ring(vectors):
    n = len(vectors)
    pieces = [[piece.copy() for piece in np.array_split(vector, n)] for vector in vectors]
    sent = [0] * n
    for r in range(2 * (n - 1)):
        for i in range(n):
            own, to = pieces[i][r % n], pieces[(i + 1) % n]
            to[r % n] = to[r % n] + own if r < n - 1 else own
            sent[i] += len(own)
    return [np.concatenate(own) for own in pieces], sent
