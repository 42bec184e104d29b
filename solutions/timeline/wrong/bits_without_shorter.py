"""Mixes every context with the alphabet and not with the shorter one."""

import numpy as np

LOSES = "bits"


def bits(known, new, k, A):
    total = 0.0
    for place, c in enumerate(new):
        m = min(k, place)
        context = new[place - m : place]
        after = [known[i + m] for i in range(len(known) - m) if known[i : i + m] == context]
        U = len(set(after))
        p = (after.count(c) + U / A) / (len(after) + U) if after else 1 / A
        total -= np.log2(p)
    return float(total / len(new))
