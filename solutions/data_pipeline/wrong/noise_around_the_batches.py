"""Scatter around the mean of the batches, not of all examples."""

import numpy as np

LOSES = "noise_ratio"


def noise_ratio(gradients, batches):
    count, size = len(gradients), len(batches[0])
    means = np.array([gradients[rows].mean(axis=0) for rows in batches])
    seen = np.mean(np.sum((means - means.mean(axis=0)) ** 2, axis=1))
    spread = np.sum((gradients - gradients.mean(axis=0)) ** 2) / (count - 1)
    return float(seen / (spread / size * (1 - size / count)))
