"""Thinks that the effective rate η/(1 − μ) is what must stay below 2/λ."""

import numpy as np

LOSES = "stability_limit"


def stability_limit(hessian, mu):
    steepest = np.linalg.eigvalsh(hessian)[-1]
    if steepest <= 0:
        raise ValueError("no curvature upwards")
    return float(2 * (1 - mu) / steepest)
