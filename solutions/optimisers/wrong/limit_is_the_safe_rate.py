"""1/λ instead of 2/λ: a rate that cannot overshoot."""

import numpy as np

LOSES = "stability_limit"


def stability_limit(hessian, mu):
    steepest = np.linalg.eigvalsh(hessian)[-1]
    if steepest <= 0:
        raise ValueError("no curvature upwards")
    return float((1 + mu) / steepest)
