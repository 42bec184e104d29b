"""Really takes all masks, each with its chance."""

import itertools

import numpy as np

TASK = "dropout_loss"


def dropout_loss(theta, x, y, p):
    total = 0.0
    for mask in itertools.product([0, 1], repeat=len(theta)):
        chance = np.prod([1 - p if each else p for each in mask])
        total += chance * np.mean(((x * np.array(mask)) @ theta / (1 - p) - y) ** 2)
    return float(total)
