"""(1 - p)/p in place of p/(1 - p)."""

import numpy as np

LOSES = "dropout_loss"


def dropout_loss(theta, x, y, p):
    odds = (1 - p) / p if p > 0 else 0.0
    return float(np.mean((x @ theta - y) ** 2 + odds * (x**2 @ theta**2)))
