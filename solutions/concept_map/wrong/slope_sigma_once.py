"""Divides by sigma, not by two."""

import numpy as np

LOSES = "mirrored_slope"


def mirrored_slope(loss, theta, sigma, epsilons):
    rows = [(loss(theta + sigma * e) - loss(theta - sigma * e)) / sigma * e for e in epsilons]
    return np.mean(rows, axis=0)
