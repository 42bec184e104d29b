"""Adds up the runs, so that the side with more runs looks better."""

import numpy as np

LOSES = "start_gain"


def start_gain(truth, ours, theirs, draws):
    per_item = (ours == truth[:, None]).sum(axis=1) - (theirs == truth[:, None]).sum(axis=1)
    low, high = np.quantile(per_item[draws].mean(axis=1), [0.025, 0.975])
    return float(per_item.mean()), float(low), float(high)
