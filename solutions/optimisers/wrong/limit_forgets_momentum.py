"""The limit of plain gradient descent."""

import numpy as np

LOSES = "stability_limit"


def stability_limit(hessian, mu):
    steepest = np.linalg.eigvalsh(hessian)[-1]
    if steepest <= 0:
        raise ValueError("no curvature upwards")
    return float(2 / steepest)
