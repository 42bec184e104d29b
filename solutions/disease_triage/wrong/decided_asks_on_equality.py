"""Asks also where both cost the same."""

import numpy as np

LOSES = "decided"


def decided(p, miss, price):
    found = []
    for row in p:
        weighed = np.asarray(row) * miss
        best = int(weighed.argmax())
        found.append(best if weighed.sum() - weighed.max() < price - 1e-12 else None)
    return found
