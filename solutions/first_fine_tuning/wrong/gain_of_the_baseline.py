"""The sign is turned: B over A."""

import numpy as np

LOSES = "gain_interval"


def gain_interval(truth, a, b, draws):
    gains = (b == truth).astype(float) - (a == truth).astype(float)
    resampled = gains[draws].mean(axis=1)
    low, high = np.quantile(resampled, [0.025, 0.975])
    return float(gains.mean()), float(low), float(high)
