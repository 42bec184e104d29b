"""Repairs the loss and forgets the gradient."""

import numpy as np

LOSES = "accumulate"


def accumulate(means, gradients, counts):
    filled = counts > 0
    loss = np.average(means[filled], weights=counts[filled])
    return float(loss), gradients[filled].mean(0)
