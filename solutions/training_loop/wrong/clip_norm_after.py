"""Returns the norm after clipping."""

import numpy as np

LOSES = "clip_together"


def clip_together(gradients, longest):
    norm = float(np.sqrt(sum((g**2).sum() for g in gradients if g is not None)))
    factor = 1.0 if longest is None else min(1.0, longest / (norm + 1e-6))
    return [None if g is None else g * factor for g in gradients], norm * factor
