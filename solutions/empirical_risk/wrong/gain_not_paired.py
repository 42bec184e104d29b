"""Redraws the items of the two sides apart, so that hard items do not cancel."""

import numpy as np

LOSES = "start_gain"


def start_gain(truth, ours, theirs, draws):
    first = (ours == truth[:, None]).mean(axis=1)
    second = (theirs == truth[:, None]).mean(axis=1)
    redrawn = first[draws].mean(axis=1) - second[draws[::-1]].mean(axis=1)
    low, high = np.quantile(redrawn, [0.025, 0.975])
    return float(first.mean() - second.mean()), float(low), float(high)
