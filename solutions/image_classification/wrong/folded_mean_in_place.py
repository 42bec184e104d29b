"""The mean is negated in place on the way to the bias."""

import numpy as np

LOSES = "folded"


def folded(kernel, bias, gamma, beta, mean, variance, epsilon):
    gain = np.asarray(gamma) / np.sqrt(np.asarray(variance) + epsilon)
    shift = np.asarray(mean)
    np.negative(shift, out=shift)
    if bias is not None:
        shift = shift + bias
    return kernel * gain[:, None, None, None], shift * gain + np.asarray(beta)
