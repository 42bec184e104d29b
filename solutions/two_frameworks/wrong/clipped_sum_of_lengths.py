"""The global length as a sum of lengths."""

import numpy as np

LOSES = "clipped"


def clipped(gradients, longest, how):
    lengths = [np.sqrt(np.sum(g**2)) for g in gradients]
    if how == "global":
        lengths = [sum(lengths)] * len(gradients)
    return [g * min(1.0, longest / max(n, 1e-30)) for g, n in zip(gradients, lengths, strict=True)]
