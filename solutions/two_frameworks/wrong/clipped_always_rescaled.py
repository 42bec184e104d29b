"""Lengthens what is short."""

import numpy as np

LOSES = "clipped"


def clipped(gradients, longest, how):
    lengths = [np.sqrt(np.sum(g**2)) for g in gradients]
    if how == "global":
        lengths = [np.sqrt(sum(length**2 for length in lengths))] * len(gradients)
    return [g * longest / max(n, 1e-30) for g, n in zip(gradients, lengths, strict=True)]
