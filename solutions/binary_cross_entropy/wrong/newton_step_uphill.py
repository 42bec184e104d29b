"""Adds the step instead of subtracting it."""

import numpy as np

LOSES = "newton_step"


def newton_step(theta, X, y, penalty):
    p = 1 / (1 + np.exp(-(X @ theta)))
    g = X.T @ (p - y) / len(y) + penalty * theta
    h = X.T @ (X * (p * (1 - p))[:, None]) / len(y) + penalty * np.eye(len(theta))
    return theta + np.linalg.solve(h, g)
