"""By traces of covariance matrices."""

import numpy as np

TASK = "noise_ratio"


def noise_ratio(gradients, batches):
    count, size = len(gradients), len(batches[0])
    means = np.stack([gradients[list(rows)].mean(axis=0) for rows in batches])
    away = means - gradients.mean(axis=0)
    seen = np.trace(away.T @ away) / len(batches)
    total = np.trace(np.atleast_2d(np.cov(gradients, rowvar=False)))
    return seen * size * count / (total * (count - size))
