"""Averages over the redrawn sets instead of over the items."""

import numpy as np

LOSES = "gain_interval"


def gain_interval(truth, a, b, draws):
    gains = (a == truth).astype(float) - (b == truth).astype(float)
    resampled = gains[draws].mean(axis=0)
    low, high = np.quantile(resampled, [0.025, 0.975])
    return float(gains.mean()), float(low), float(high)
