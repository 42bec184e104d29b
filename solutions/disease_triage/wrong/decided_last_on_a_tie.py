"""Takes the last of equal ones."""

import numpy as np

LOSES = "decided"


def decided(p, miss, price):
    found = []
    for row in p:
        weighed = np.asarray(row) * miss
        best = int(np.flatnonzero(weighed >= weighed.max() - 1e-12)[-1])
        found.append(best if weighed.sum() - weighed.max() <= price + 1e-12 else None)
    return found
