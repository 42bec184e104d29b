"""Gives the shorter context the weight of one observation."""

import numpy as np

LOSES = "bits"


def _bits(known, new, k, A, weight=lambda after: len(set(after))):
    total = 0.0
    for place, c in enumerate(new):
        p = 1 / A
        for m in range(min(k, place) + 1):
            context = new[place - m : place]
            after = [known[i + m] for i in range(len(known) - m) if known[i : i + m] == context]
            if after:
                U = weight(after)
                p = (after.count(c) + U * p) / (len(after) + U)
        total -= np.log2(p)
    return float(total / len(new))


def bits(known, new, k, A):
    return _bits(known, new, k, A, weight=lambda after: 1)
