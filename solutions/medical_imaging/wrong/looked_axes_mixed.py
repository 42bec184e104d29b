"""The mask is taken apart with its axes in the wrong order."""

import numpy as np

LOSES = "looked"


def looked(maps, gradients, mask):
    seen = np.maximum(np.einsum("f,fij->ij", gradients.mean(axis=(1, 2)), maps), 0)
    h, w = seen.shape
    covered = mask.reshape(h, w, mask.shape[0] // h, mask.shape[1] // w).mean(axis=(2, 3))
    total = seen.sum()
    return float((seen * covered).sum() / total) if total > 0 else 0.0
