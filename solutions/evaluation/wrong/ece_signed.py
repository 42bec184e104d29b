"""Lets gaps of opposite sign cancel."""

import numpy as np

LOSES = "calibration_error"


def calibration_error(p, y, bins):
    place = np.minimum((p * bins).astype(int), bins - 1)
    total = 0.0
    for b in range(bins):
        inside = place == b
        if inside.any():
            total += inside.sum() * (y[inside].mean() - p[inside].mean())
    return float(abs(total) / len(p))
