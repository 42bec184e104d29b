"""Adds in the second half too: finished pieces are counted again."""

import numpy as np

LOSES = "ring"


def ring(vectors):
    n = len(vectors)
    pieces = [[piece.copy() for piece in np.array_split(vector, n)] for vector in vectors]
    sent = [0] * n
    for half in (0, 1):
        for r in range(n - 1):
            numbers = [(i + half - r) % n for i in range(n)]
            messages = [pieces[i][numbers[i]].copy() for i in range(n)]
            for i, message in enumerate(messages):
                pieces[(i + 1) % n][numbers[i]] = pieces[(i + 1) % n][numbers[i]] + message
                sent[i] += len(message)
    return [np.concatenate(own) for own in pieces], sent
