"""Subtracts the intervals of the two models: not paired."""

import numpy as np

LOSES = "gain_interval"


def gain_interval(truth, a, b, draws):
    right_a, right_b = (a == truth).astype(float), (b == truth).astype(float)
    low_a, high_a = np.quantile(right_a[draws].mean(axis=1), [0.025, 0.975])
    low_b, high_b = np.quantile(right_b[draws].mean(axis=1), [0.025, 0.975])
    return float((right_a - right_b).mean()), float(low_a - high_b), float(high_a - low_b)
