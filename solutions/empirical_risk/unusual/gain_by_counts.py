"""Counts how often each redrawn set holds each item, and multiplies matrices."""

import numpy as np

TASK = "start_gain"


def start_gain(truth, ours, theirs, draws):
    def right(answers):
        return np.mean(np.equal(answers.T, truth), axis=0)

    per_item = right(ours) - right(theirs)
    counts = np.stack([np.bincount(row, minlength=len(truth)) for row in draws])
    low, high = np.percentile(counts @ per_item / len(truth), [2.5, 97.5])
    return per_item.mean(), low, high
