"""Every batch has its weight: the share of the new, times what later batches leave of it."""

import statistics

TASK = "running_statistics"


def running_statistics(batches, framework):
    kept, spread = {
        "torch": (0.9, statistics.variance),
        "keras": (0.99, statistics.pvariance),
    }[framework]
    mean, variance = 0.0, kept ** len(batches)
    for age, batch in enumerate(reversed(batches)):
        weight = (1 - kept) * kept**age
        mean += weight * statistics.fmean(batch.tolist())
        variance += weight * spread(batch.tolist())
    return mean, variance
