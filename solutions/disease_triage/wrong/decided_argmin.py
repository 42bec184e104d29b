"""The smallest as the machine has it: of equal costs the one that was rounded down."""

import numpy as np

LOSES = "decided"


def decided(p, miss, price):
    found = []
    for row in p:
        costs = [
            sum(share * miss[k] for k, share in enumerate(row) if k != j) for j in range(len(row))
        ]
        best = int(np.argmin(costs))
        found.append(best if costs[best] <= price + 1e-9 else None)
    return found
