"""Shortens each direction to length one."""

import numpy as np

LOSES = "mirrored_slope"


def mirrored_slope(loss, theta, sigma, epsilons):
    units = [e / np.linalg.norm(e) for e in epsilons]
    rows = [(loss(theta + sigma * e) - loss(theta - sigma * e)) / (2 * sigma) * e for e in units]
    return np.mean(rows, axis=0)
