"""The mask is sampled, not averaged."""

import numpy as np

LOSES = "looked"


def looked(maps, gradients, mask):
    weights = gradients.mean(axis=(1, 2))
    seen = np.maximum(np.einsum("f,fij->ij", weights, maps), 0)
    h, w = seen.shape
    covered = mask[:: mask.shape[0] // h, :: mask.shape[1] // w]
    total = seen.sum()
    return float((seen * covered).sum() / total) if total > 0 else 0.0
