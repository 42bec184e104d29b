"""Adds the difference of the shares to the logits, not of their logarithms."""

import numpy as np

LOSES = "moved"


def moved(z, before, after):
    z = np.asarray(z, float) + np.asarray(after) - np.asarray(before)
    p = np.exp(z - z.max(axis=1, keepdims=True)) * (np.asarray(after) > 0)
    return (p / p.sum(axis=1, keepdims=True)).tolist()
