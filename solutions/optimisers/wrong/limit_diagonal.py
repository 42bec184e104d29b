"""Reads the curvature off the diagonal."""

import numpy as np

LOSES = "stability_limit"


def stability_limit(hessian, mu):
    steepest = np.diag(hessian).max()
    if steepest <= 0:
        raise ValueError("no curvature upwards")
    return float(2 * (1 + mu) / steepest)
