"""Finds the counts with arrays."""

import numpy as np

TASK = "accuracy_bounds"


def accuracy_bounds(recalls, supports, digits=2):
    low, high = [], []
    for recall, n in zip(recalls, supports, strict=True):
        fits = np.flatnonzero(np.abs(np.arange(n + 1) / n - recall) <= 0.5 * 0.1**digits + 1e-9)
        if fits.size == 0:
            return None
        low.append(fits.min())
        high.append(fits.max())
    return np.sum(low) / np.sum(supports), np.sum(high) / np.sum(supports)
