"""Covariances with the divisor N."""

import numpy as np

LOSES = "frechet"


def frechet(features, other):
    c1, c2 = (np.atleast_2d(np.cov(rows, rowvar=False, bias=True)) for rows in (features, other))
    roots = np.sqrt(np.maximum(np.linalg.eigvals(c1 @ c2).real, 0))
    means = features.mean(axis=0) - other.mean(axis=0)
    return float(means @ means + np.trace(c1) + np.trace(c2) - 2 * roots.sum())
