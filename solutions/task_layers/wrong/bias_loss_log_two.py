"""Believes that the first loss is always log 2."""

import numpy as np

LOSES = "first_bias"


def first_bias(labels):
    ones = labels.sum(axis=0)
    bias = np.log((ones + 0.5) / (len(labels) - ones + 0.5))
    return bias, float(np.log(2))
