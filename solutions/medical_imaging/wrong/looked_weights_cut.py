"""Weights below zero are cut before the maps are added up."""

import numpy as np

LOSES = "looked"


def looked(maps, gradients, mask):
    weights = np.maximum(gradients.mean(axis=(1, 2)), 0)
    seen = np.maximum(np.einsum("f,fij->ij", weights, maps), 0)
    h, w = seen.shape
    covered = mask.reshape(h, mask.shape[0] // h, w, mask.shape[1] // w).mean(axis=(1, 3))
    total = seen.sum()
    return float((seen * covered).sum() / total) if total > 0 else 0.0
