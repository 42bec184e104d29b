"""Infinite for a label that never occurs."""

import numpy as np

LOSES = "first_bias"


def first_bias(labels):
    ones = labels.sum(axis=0)
    bias = np.log((ones) / (len(labels) - ones))
    loss = np.logaddexp(0.0, bias) - labels * bias
    return bias, float(loss.mean())
