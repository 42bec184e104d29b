"""The old bias is changed in place."""

import numpy as np

LOSES = "folded"


def folded(kernel, bias, gamma, beta, mean, variance, epsilon):
    gain = np.asarray(gamma) / np.sqrt(np.asarray(variance) + epsilon)
    before = np.zeros(len(kernel)) if bias is None else np.asarray(bias)
    before -= np.asarray(mean)
    return kernel * gain[:, None, None, None], before * gain + np.asarray(beta)
