"""Leaves a tenth outside instead of a twentieth."""

import numpy as np

LOSES = "start_gain"


def start_gain(truth, ours, theirs, draws):
    per_item = (ours == truth[:, None]).mean(axis=1) - (theirs == truth[:, None]).mean(axis=1)
    low, high = np.quantile(per_item[draws].mean(axis=1), [0.05, 0.95])
    return float(per_item.mean()), float(low), float(high)
