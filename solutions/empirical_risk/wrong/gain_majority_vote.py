"""Lets the runs of a side vote instead of averaging their accuracies."""

import numpy as np

LOSES = "start_gain"


def start_gain(truth, ours, theirs, draws):
    def right(answers):
        return ((answers == truth[:, None]).mean(axis=1) > 0.5).astype(float)

    per_item = right(ours) - right(theirs)
    low, high = np.quantile(per_item[draws].mean(axis=1), [0.025, 0.975])
    return float(per_item.mean()), float(low), float(high)
