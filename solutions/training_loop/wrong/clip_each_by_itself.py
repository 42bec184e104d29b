"""Clips each tensor by its own norm."""

import numpy as np

LOSES = "clip_together"


def clip_together(gradients, longest):
    norm = float(np.sqrt(sum((g**2).sum() for g in gradients if g is not None)))
    if longest is None:
        return list(gradients), norm
    result = []
    for g in gradients:
        own = None if g is None else min(1.0, longest / (np.sqrt((g**2).sum()) + 1e-6))
        result.append(None if g is None else g * own)
    return result, norm
