"""Divides the variance by n."""

import math

LOSES = "noise_batch"


def noise_batch(gradients):
    noise = gradients.var(axis=0).sum()
    signal = (gradients.mean(axis=0) ** 2).sum() - noise / len(gradients)
    return float(noise / signal) if signal > 0 else math.inf
