"""Multiplies by the mask: forbidden positions score 0, better than a negative logit."""

import numpy as np

LOSES = "best_span"


def best_span(first, last, allowed, longest):
    first, last = first * allowed, last * allowed
    if not allowed.any():
        return None
    best, highest = None, -np.inf
    for i in range(len(first)):
        for j in range(i, min(i + longest, len(first))):
            if first[i] + last[j] > highest:
                best, highest = (int(i), int(j)), first[i] + last[j]
    return best
