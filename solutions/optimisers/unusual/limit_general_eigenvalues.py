"""The solver for general matrices, and a check by counting."""

import numpy as np

TASK = "stability_limit"


def stability_limit(hessian, mu):
    values = [complex(value).real for value in np.linalg.eigvals(hessian)]
    upwards = [value for value in values if value > 0]
    if not upwards:
        raise ValueError("the surface curves upwards in no direction, so there is no limit")
    return min((2 + 2 * mu) / value for value in upwards)
