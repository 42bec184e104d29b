"""Iteratively reweighted least squares: the same step as a weighted regression."""

import numpy as np

TASK = "newton_step"


def newton_step(theta, X, y, penalty):
    p = 1 / (1 + np.exp(-(X @ theta)))
    s = np.sqrt(p * (1 - p) / len(y))
    working = X @ theta - (p - y) / (p * (1 - p))
    rows = np.vstack([X * s[:, None], np.sqrt(penalty) * np.eye(len(theta))])
    goal = np.concatenate([working * s, np.zeros(len(theta))])
    return np.linalg.lstsq(rows, goal, rcond=None)[0]
