"""Gives a negative rate for a hill."""

import numpy as np

LOSES = "stability_limit"


def stability_limit(hessian, mu):
    return float(2 * (1 + mu) / np.linalg.eigvalsh(hessian)[-1])
