"""Takes the 5 % and 95 % quantiles, which leave only 90 % inside."""

import numpy as np

LOSES = "gain_interval"


def gain_interval(truth, a, b, draws):
    gains = (a == truth).astype(float) - (b == truth).astype(float)
    resampled = gains[draws].mean(axis=1)
    low, high = np.quantile(resampled, [0.05, 0.95])
    return float(gains.mean()), float(low), float(high)
