"""Copies the dtype too: in an integer array the small step rounds to nothing."""

import numpy as np

LOSES = "numeric_gradient"


def numeric_gradient(theta, X, y):
    def loss(v):
        z = X @ v
        return np.mean(np.logaddexp(0, z) - y * z)

    h, slopes = 1e-5, []
    for k in range(len(theta)):
        up, down = np.array(theta), np.array(theta)
        up[k] = theta[k] + h
        down[k] = theta[k] - h
        slopes.append((loss(up) - loss(down)) / (2 * h))
    return np.array(slopes)
