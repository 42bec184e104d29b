"""Takes the largest logit off, also that of a class that is not there."""

import numpy as np

LOSES = "moved"


def moved(z, before, after):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        p = np.exp(z - z.max(axis=1, keepdims=True)) * np.asarray(after) / np.asarray(before)
        return (p / p.sum(axis=1, keepdims=True)).tolist()
