"""Changes what it was given."""

import numpy as np

LOSES = "clipped"


def clipped(gradients, longest, how):
    lengths = [np.sqrt(np.sum(g**2)) for g in gradients]
    if how == "global":
        lengths = [np.sqrt(sum(length**2 for length in lengths))] * len(gradients)
    for g, length in zip(gradients, lengths, strict=True):
        g *= min(1.0, longest / max(length, 1e-30))
    return gradients
