"""Takes the root entry by entry."""

import numpy as np

LOSES = "frechet"


def frechet(features, other):
    c1, c2 = (np.atleast_2d(np.cov(rows, rowvar=False)) for rows in (features, other))
    means = features.mean(axis=0) - other.mean(axis=0)
    return float(means @ means + np.trace(c1 + c2 - 2 * np.sqrt(np.abs(c1 @ c2))))
