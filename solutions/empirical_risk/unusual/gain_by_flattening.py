"""Counts right answers of all runs together, item by item."""

import numpy as np

TASK = "start_gain"


def start_gain(truth, ours, theirs, draws):
    right = [np.sum(runs == truth[:, None], axis=1) / runs.shape[1] for runs in (ours, theirs)]
    gains = right[0] - right[1]
    resampled = np.sort([np.sum(gains[row]) / len(row) for row in draws])
    low, high = np.percentile(resampled, 2.5), np.percentile(resampled, 97.5)
    return [np.sum(gains) / gains.size, low, high]
