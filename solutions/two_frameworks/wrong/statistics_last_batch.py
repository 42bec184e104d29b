"""Only the last batch counts."""

import numpy as np

LOSES = "running_statistics"


def running_statistics(batches, framework):
    share, ddof = (0.1, 1) if framework == "torch" else (0.01, 0)
    mean, variance = 0.0, 1.0
    for batch in batches:
        mean = share * np.mean(batch)
        variance = (1 - share) + share * np.var(batch, ddof=ddof)
    return float(mean), float(variance)
