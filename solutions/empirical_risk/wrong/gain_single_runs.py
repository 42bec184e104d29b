"""Takes the first run of each side for all of them."""

import numpy as np

LOSES = "start_gain"


def start_gain(truth, ours, theirs, draws):
    per_item = (ours[:, 0] == truth).astype(float) - (theirs[:, 0] == truth)
    low, high = np.quantile(per_item[draws].mean(axis=1), [0.025, 0.975])
    return float(per_item.mean()), float(low), float(high)
