"""Solves (I − Sᵀ) adjoint = e, where S holds the local slopes."""

import numpy as np

TASK = "adjoints"


def adjoints(edges, output):
    n = len(edges)
    slopes = np.zeros((n, n))
    for node, pairs in enumerate(edges):
        for parent, slope in pairs:
            slopes[node, parent] += slope
    seed = np.zeros(n)
    seed[output] = 1.0
    return np.linalg.solve(np.eye(n) - slopes.T, seed)
