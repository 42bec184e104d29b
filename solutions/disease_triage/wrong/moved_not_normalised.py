"""Does not sum to one."""

import numpy as np

LOSES = "moved"


def moved(z, before, after):
    z = np.asarray(z, float)
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)
    return (p * np.asarray(after) / np.asarray(before)).tolist()
