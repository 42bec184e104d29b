"""Does not pay for the number of models."""

import numpy as np

LOSES = "examples_needed"


def examples_needed(radius, confidence, models=1, a=0.0, b=1.0):
    if not radius > 0:
        raise ValueError("radius must be above 0")
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie between 0 and 1")
    return max(1, int(np.ceil((b - a) ** 2 * np.log(2 / (1 - confidence)) / (2 * radius**2))))
