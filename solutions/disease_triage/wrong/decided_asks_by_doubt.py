"""Asks by doubt, whatever a miss costs."""

import numpy as np

LOSES = "decided"


def decided(p, miss, price):
    found = []
    for row in p:
        best = int(np.argmax(np.asarray(row) * miss))
        found.append(best if 1 - row[best] <= price + 1e-12 else None)
    return found
