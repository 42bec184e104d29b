"""Measures the confidence of the call, as for many classes, instead of the forecast of label 1."""

import numpy as np

LOSES = "calibration_error"


def calibration_error(p, y, bins):
    y = (y == (p >= 0.5)).astype(int)
    p = np.maximum(p, 1 - p)
    place = np.minimum((p * bins).astype(int), bins - 1)
    total = 0.0
    for b in range(bins):
        inside = place == b
        if inside.any():
            total += inside.sum() * abs(y[inside].mean() - p[inside].mean())
    return float(total / len(p))
