"""Takes the eigenvalue that is largest in size, whatever its sign."""

import numpy as np

LOSES = "stability_limit"


def stability_limit(hessian, mu):
    largest = np.linalg.norm(hessian, 2)
    if np.linalg.eigvalsh(hessian)[-1] <= 0:
        raise ValueError("no curvature upwards")
    return float(2 * (1 + mu) / largest)
