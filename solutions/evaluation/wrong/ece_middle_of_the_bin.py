"""Compares with the middle of the bin, not with the mean forecast in it."""

import numpy as np

LOSES = "calibration_error"


def calibration_error(p, y, bins):
    place = np.minimum((p * bins).astype(int), bins - 1)
    total = 0.0
    for b in range(bins):
        inside = place == b
        if inside.any():
            total += inside.sum() * abs(y[inside].mean() - (b + 0.5) / bins)
    return float(total / len(p))
