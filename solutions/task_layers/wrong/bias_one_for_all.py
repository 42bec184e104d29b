"""One base rate for all labels together."""

import numpy as np

LOSES = "first_bias"


def first_bias(labels):
    ones = np.full(labels.shape[1], labels.mean() * len(labels))
    bias = np.log((ones + 0.5) / (len(labels) - ones + 0.5))
    loss = np.logaddexp(0.0, bias) - labels * bias
    return bias, float(loss.mean())
