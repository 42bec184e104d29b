"""NumPy's masked arrays."""

import numpy as np

TASK = "two_averages"


def two_averages(losses, mask):
    kept = np.ma.array(losses, mask=~mask)
    if not mask.any():
        return [0, 0]
    return [kept.sum() / kept.count(), kept.mean(axis=1).compressed().mean()]
