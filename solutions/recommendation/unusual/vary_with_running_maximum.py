"""The largest likeness so far is kept for each film."""

import numpy as np

TASK = "vary"


def vary(scores, vectors, seen, k, delta):
    scores, vectors = np.asarray(scores, float), np.asarray(vectors, float)
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-300)
    nearest, chosen = None, []
    closed = np.zeros(len(scores), bool)
    closed[list(seen)] = True
    for _ in range(min(k, int((~closed).sum()))):
        value = (1 - delta) * scores - (0 if nearest is None else delta * nearest)
        best = int(np.argmax(np.where(closed, -np.inf, value)))
        likeness = unit @ unit[best]
        nearest = likeness if nearest is None else np.maximum(nearest, likeness)
        closed[best] = True
        chosen.append(best)
    return chosen
