"""Counts one wrong class in the entropy where there are C − 1."""

import numpy as np

LOSES = "smoothing_optimum"


def smoothing_optimum(classes, epsilon):
    if epsilon == 0:
        return np.inf, 0.0
    low = epsilon / classes
    high = 1 - epsilon + low
    return float(np.log(high / low)), float(-high * np.log(high) - low * np.log(low))
