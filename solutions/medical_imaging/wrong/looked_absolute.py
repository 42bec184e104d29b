"""Absolute values in the place of the cut."""

import numpy as np

LOSES = "looked"


def looked(maps, gradients, mask):
    weights = gradients.mean(axis=(1, 2))
    seen = np.abs(np.einsum("f,fij->ij", weights, maps))
    h, w = seen.shape
    covered = mask.reshape(h, mask.shape[0] // h, w, mask.shape[1] // w).mean(axis=(1, 3))
    total = seen.sum()
    return float((seen * covered).sum() / total) if total > 0 else 0.0
