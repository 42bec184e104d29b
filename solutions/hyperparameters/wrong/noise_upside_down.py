"""Signal over noise."""

import math

LOSES = "noise_batch"


def noise_batch(gradients):
    noise = gradients.var(axis=0, ddof=1).sum()
    signal = (gradients.mean(axis=0) ** 2).sum() - noise / len(gradients)
    return float(signal / noise) if signal > 0 else math.inf
