"""Multiplies by the new shares and forgets the old."""

import numpy as np

LOSES = "moved"


def moved(z, before, after):
    z = np.asarray(z, float)
    p = np.exp(z - z.max(axis=1, keepdims=True)) * np.asarray(after)
    return (p / p.sum(axis=1, keepdims=True)).tolist()
