"""The variance of the gradients' lengths, not of the gradients."""

import math

import numpy as np

LOSES = "noise_batch"


def noise_batch(gradients):
    noise = np.linalg.norm(gradients, axis=1).var(ddof=1)
    signal = (gradients.mean(axis=0) ** 2).sum() - noise / len(gradients)
    return float(noise / signal) if signal > 0 else math.inf
