"""Leaves the noise in the mean gradient."""

import math

LOSES = "noise_batch"


def noise_batch(gradients):
    signal = (gradients.mean(axis=0) ** 2).sum()
    return float(gradients.var(axis=0, ddof=1).sum() / signal) if signal > 0 else math.inf
