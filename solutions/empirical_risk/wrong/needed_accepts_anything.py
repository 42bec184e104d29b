"""Computes on for a confidence of 1 and a radius of 0."""

import numpy as np

LOSES = "examples_needed"


def examples_needed(radius, confidence, models=1, a=0.0, b=1.0):
    with np.errstate(all="ignore"):
        n = (
            np.float64((b - a) ** 2)
            * np.log(2 * models / np.float64(1 - confidence))
            / (2 * radius**2)
        )
    return max(1, int(np.ceil(n))) if np.isfinite(n) else 0
