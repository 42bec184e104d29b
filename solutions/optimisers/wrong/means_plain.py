"""The plain mean of all gradients so far."""

import numpy as np

LOSES = "corrected_means"


def corrected_means(grads, beta):
    count = np.arange(1, len(grads) + 1)[:, None]
    return np.cumsum(grads, axis=0) / count
