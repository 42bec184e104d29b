"""Takes the smallest eigenvalue."""

import numpy as np

LOSES = "stability_limit"


def stability_limit(hessian, mu):
    values = np.linalg.eigvalsh(hessian)
    if values[-1] <= 0:
        raise ValueError("no curvature upwards")
    return float(2 * (1 + mu) / values[0])
