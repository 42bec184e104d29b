"""Factors of the past, and the variance added up day by day."""

import numpy as np

TASK = "rings"


def rings(x, weight, limit):
    found, level, variance = [], 0.0, 0.0
    for day in range(len(x)):
        level += weight * (x[day] - level)
        variance = (1 - weight) ** 2 * variance + weight**2
        if level > limit * np.sqrt(variance):
            found += [day + 1]
            level = variance = 0.0
    return np.array(found, dtype=int)
