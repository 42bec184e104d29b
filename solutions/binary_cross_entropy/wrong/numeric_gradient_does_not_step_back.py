"""Changes the caller's parameters and never puts them back."""

import numpy as np

LOSES = "numeric_gradient"


def numeric_gradient(theta, X, y):
    def loss(v):
        z = X @ v
        return np.mean(np.logaddexp(0, z) - y * z)

    h, slopes = 1e-5, np.zeros(len(theta))
    for k in range(len(theta)):
        theta[k] = theta[k] + h
        above = loss(theta)
        theta[k] = theta[k] - 2 * h
        slopes[k] = (above - loss(theta)) / (2 * h)
    return slopes
