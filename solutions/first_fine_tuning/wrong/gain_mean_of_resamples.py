"""Returns the mean of the redrawn gains instead of the gain itself."""

import numpy as np

LOSES = "gain_interval"


def gain_interval(truth, a, b, draws):
    gains = (a == truth).astype(float) - (b == truth).astype(float)
    resampled = gains[draws].mean(axis=1)
    low, high = np.quantile(resampled, [0.025, 0.975])
    return float(resampled.mean()), float(low), float(high)
