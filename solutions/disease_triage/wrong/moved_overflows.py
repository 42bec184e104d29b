"""Overflows."""

import numpy as np

LOSES = "moved"


def moved(z, before, after):
    with np.errstate(all="ignore"):
        p = np.exp(np.asarray(z, float)) * np.asarray(after) / np.asarray(before)
        return (p / p.sum(axis=1, keepdims=True)).tolist()
