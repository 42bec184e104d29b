"""Puts an edge into the bin below it."""

import numpy as np

LOSES = "calibration_error"


def calibration_error(p, y, bins):
    place = np.maximum(np.ceil(p * bins).astype(int) - 1, 0)
    total = 0.0
    for b in range(bins):
        inside = place == b
        if inside.any():
            total += inside.sum() * abs(y[inside].mean() - p[inside].mean())
    return float(total / len(p))
