"""Compares with the middle, one side only."""

import numpy as np

LOSES = "mirrored_slope"


def mirrored_slope(loss, theta, sigma, epsilons):
    base = loss(theta)
    rows = [(loss(theta + sigma * e) - base) / sigma * e for e in epsilons]
    return np.mean(rows, axis=0)
