"""The old bias is forgotten."""

import numpy as np

LOSES = "folded"


def folded(kernel, bias, gamma, beta, mean, variance, epsilon):
    gain = np.asarray(gamma) / np.sqrt(np.asarray(variance) + epsilon)
    before = np.zeros(len(kernel))
    return kernel * gain[:, None, None, None], (before - np.asarray(mean)) * gain + np.asarray(beta)
