"""Of equal scores it keeps the last."""

import numpy as np

LOSES = "best_span"


def best_span(first, last, allowed, longest):
    best, highest = None, -np.inf
    for i in np.flatnonzero(allowed):
        for j in range(i, min(i + longest, len(first))):
            if allowed[j] and first[i] + last[j] >= highest:
                best, highest = (int(i), int(j)), first[i] + last[j]
    return best
