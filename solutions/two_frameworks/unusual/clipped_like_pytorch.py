"""With the small number that PyTorch adds to the length."""

import numpy as np

TASK = "clipped"


def clipped(gradients, longest, how):
    lengths = np.array([np.linalg.norm(g.ravel()) for g in gradients])
    if how == "global":
        lengths[:] = np.linalg.norm(lengths)
    factors = np.minimum(1.0, longest / (lengths + 1e-6))
    return [g * f for g, f in zip(gradients, factors, strict=True)]
