"""A weighted average of the rows that have terms."""

import numpy as np

TASK = "accumulated_gradient"


def accumulated_gradient(means, counts):
    weights = np.array(counts, dtype=float)
    rows = np.stack([np.where(n > 0, g, 0.0) for g, n in zip(means, counts, strict=True)])
    return np.average(rows, axis=0, weights=weights)
