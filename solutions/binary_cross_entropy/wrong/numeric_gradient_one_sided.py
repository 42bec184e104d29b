"""A one-sided difference with a coarse step: the error is of order h."""

import numpy as np

LOSES = "numeric_gradient"


def numeric_gradient(theta, X, y):
    def loss(v):
        z = X @ v
        return np.mean(np.logaddexp(0, z) - y * z)

    theta, h = np.array(theta, dtype=float), 1e-4
    return np.array([(loss(theta + h * e) - loss(theta)) / h for e in np.eye(len(theta))])
