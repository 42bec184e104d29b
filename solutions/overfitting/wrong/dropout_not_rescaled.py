"""Forgets that what is kept is divided by 1 - p."""

import numpy as np

LOSES = "dropout_loss"


def dropout_loss(theta, x, y, p):
    return float(np.mean(((1 - p) * x @ theta - y) ** 2 + p * (1 - p) * (x**2 @ theta**2)))
