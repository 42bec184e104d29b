"""Pays for the class that it names."""

import numpy as np

LOSES = "decided"


def decided(p, miss, price):
    found = []
    for row in p:
        costs = [(1 - share) * cost for share, cost in zip(row, miss, strict=True)]
        best = int(np.argmin(costs))
        found.append(best if costs[best] <= price + 1e-12 else None)
    return found
