"""Forgets the factor 1 − B/N."""

import numpy as np

LOSES = "noise_ratio"


def noise_ratio(gradients, batches):
    count, size = len(gradients), len(batches[0])
    middle = gradients.mean(axis=0)
    seen = np.mean([np.sum((gradients[rows].mean(axis=0) - middle) ** 2) for rows in batches])
    spread = np.sum((gradients - middle) ** 2) / (count - 1)
    return float(seen / (spread / size))
