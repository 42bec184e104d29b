"""Each for global, and the other way round."""

import numpy as np

LOSES = "clipped"


def clipped(gradients, longest, how):
    lengths = [np.sqrt(np.sum(g**2)) for g in gradients]
    if how == "each":
        lengths = [np.sqrt(sum(length**2 for length in lengths))] * len(gradients)
    return [g * min(1.0, longest / max(n, 1e-30)) for g, n in zip(gradients, lengths, strict=True)]
