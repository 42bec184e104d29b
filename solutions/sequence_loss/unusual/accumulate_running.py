"""A running mean that takes in one small batch after the other."""

import numpy as np

TASK = "accumulate"


def accumulate(means, gradients, counts):
    seen, loss, gradient = 0, 0.0, np.zeros(gradients.shape[1])
    for mean, slope, count in zip(means, gradients, counts, strict=True):
        if count == 0:
            continue
        seen += count
        loss += (mean - loss) * count / seen
        gradient = gradient + (slope - gradient) * count / seen
    return loss, gradient
