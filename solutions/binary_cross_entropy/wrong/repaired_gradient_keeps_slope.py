"""Still multiplies by p (1 − p), the gradient of a squared error in disguise."""

import numpy as np

LOSES = "repaired_gradient"


def repaired_gradient(z, y):
    p = 0.5 * (1 + np.tanh(0.5 * z))
    return (p - y) * p * (1 - p) / np.size(z)
