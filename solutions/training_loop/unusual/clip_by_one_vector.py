"""Joins everything into one vector and cuts it apart again."""

import numpy as np

TASK = "clip_together"


def clip_together(gradients, longest):
    flat = [np.ravel(g) for g in gradients if g is not None]
    vector = np.concatenate(flat) if flat else np.zeros(0)
    norm = float(np.linalg.norm(vector))
    if longest is not None and norm + 1e-6 > longest:
        vector = vector * (longest / (norm + 1e-6))
    result, place = [], 0
    for g in gradients:
        if g is None:
            result.append(None)
            continue
        result.append(vector[place : place + g.size].reshape(g.shape).copy())
        place += g.size
    return result, norm
