"""Begins with a variance of zero."""

import numpy as np

LOSES = "running_statistics"


def running_statistics(batches, framework):
    share, ddof = (0.1, 1) if framework == "torch" else (0.01, 0)
    mean, variance = 0.0, 0.0
    for batch in batches:
        mean = (1 - share) * mean + share * np.mean(batch)
        variance = (1 - share) * variance + share * np.var(batch, ddof=ddof)
    return float(mean), float(variance)
