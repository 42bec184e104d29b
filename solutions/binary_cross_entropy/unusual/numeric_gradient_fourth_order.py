"""Four points a coordinate: the error is of order h⁴, so a larger step will do."""

import numpy as np

TASK = "numeric_gradient"


def numeric_gradient(theta, X, y):
    def loss(v):
        z = X @ v
        return np.mean(np.logaddexp(0, z) - y * z)

    theta, h, out = np.array(theta, dtype=float), 1e-3, []
    for e in np.eye(len(theta)):
        near = loss(theta + h * e) - loss(theta - h * e)
        far = loss(theta + 2 * h * e) - loss(theta - 2 * h * e)
        out.append((8 * near - far) / (12 * h))
    return np.array(out)
