"""The loss is summed over the labels of a text."""

import numpy as np

LOSES = "first_bias"


def first_bias(labels):
    ones = labels.sum(axis=0)
    bias = np.log((ones + 0.5) / (len(labels) - ones + 0.5))
    loss = np.logaddexp(0.0, bias) - labels * bias
    return bias, float(loss.sum(axis=1).mean())
