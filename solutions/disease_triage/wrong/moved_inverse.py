"""The wrong way round."""

import numpy as np

LOSES = "moved"


def moved(z, before, after):
    z = np.asarray(z, float)
    p = np.exp(z - z.max(axis=1, keepdims=True)) * np.asarray(before)
    p = p / np.maximum(np.asarray(after), 1e-300)
    return (p / p.sum(axis=1, keepdims=True)).tolist()
