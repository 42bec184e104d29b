"""Takes the best beginning first, then the best end for it."""

import numpy as np

LOSES = "best_span"


def best_span(first, last, allowed, longest):
    if not allowed.any():
        return None
    i = int(np.where(allowed, first, -np.inf).argmax())
    ends = np.where(allowed, last, -np.inf)[i : i + longest]
    return i, i + int(ends.argmax())
