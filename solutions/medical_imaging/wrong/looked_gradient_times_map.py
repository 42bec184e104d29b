"""Gradient times map, place by place: no mean."""

import numpy as np

LOSES = "looked"


def looked(maps, gradients, mask):
    seen = np.maximum((gradients * maps).sum(axis=0), 0)
    h, w = seen.shape
    covered = mask.reshape(h, mask.shape[0] // h, w, mask.shape[1] // w).mean(axis=(1, 3))
    total = seen.sum()
    return float((seen * covered).sum() / total) if total > 0 else 0.0
