"""Drops whole examples, not single inputs."""

import numpy as np

LOSES = "dropout_loss"


def dropout_loss(theta, x, y, p):
    return float(np.mean((x @ theta - y) ** 2 + p / (1 - p) * (x @ theta) ** 2))
