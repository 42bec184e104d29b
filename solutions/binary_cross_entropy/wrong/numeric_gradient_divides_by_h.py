"""Divides by h where the two points are 2h apart."""

import numpy as np

LOSES = "numeric_gradient"


def numeric_gradient(theta, X, y):
    def loss(v):
        z = X @ v
        return np.mean(np.logaddexp(0, z) - y * z)

    theta, h = np.array(theta, dtype=float), 1e-5
    return np.array([(loss(theta + h * e) - loss(theta - h * e)) / h for e in np.eye(len(theta))])
