"""Asks by the cheapest class, and then names the most probable one."""

import numpy as np

LOSES = "decided"


def decided(p, miss, price):
    p = np.asarray(p, float).reshape(-1, len(miss))
    costs = (p * miss).sum(axis=1, keepdims=True) - p * miss
    ask = costs.min(axis=1) > price + 1e-9
    return [None if no else int(row.argmax()) for row, no in zip(p, ask, strict=True)]
