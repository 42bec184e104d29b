"""The logarithm of the rate: right for a softmax, not for a sigmoid."""

import numpy as np

LOSES = "first_bias"


def first_bias(labels):
    ones = labels.sum(axis=0)
    bias = np.log((ones + 0.5) / (len(labels) + 1))
    loss = np.logaddexp(0.0, bias) - labels * bias
    return bias, float(loss.mean())
