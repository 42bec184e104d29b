"""Finds contexts that do not overlap only."""

import numpy as np

LOSES = "bits"


def bits(known, new, k, A):
    total = 0.0
    for place, c in enumerate(new):
        p = 1 / A
        for m in range(min(k, place) + 1):
            context = new[place - m : place]
            after, i = [], 0
            while (i := known.find(context, i)) >= 0 and i + m < len(known):
                after.append(known[i + m])
                i += 2 * max(m, 1) - 1 if m else 1
            if after:
                U = len(set(after))
                p = (after.count(c) + U * p) / (len(after) + U)
        total -= np.log2(p)
    return float(total / len(new))
