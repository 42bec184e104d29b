"""A penalty on the parameters alone: the data do not weigh it."""

import numpy as np

LOSES = "dropout_loss"


def dropout_loss(theta, x, y, p):
    return float(np.mean((x @ theta - y) ** 2) + p / (1 - p) * np.sum(theta**2))
