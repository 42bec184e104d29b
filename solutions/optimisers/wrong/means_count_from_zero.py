"""Counts the steps from 0, and so divides by 0 at the first."""

import numpy as np

LOSES = "corrected_means"


def corrected_means(grads, beta):
    rows, m = [], np.zeros(grads.shape[1])
    for t, grad in enumerate(grads):
        m = beta * m + (1 - beta) * grad
        with np.errstate(all="ignore"):
            rows.append(m / np.float64(1 - beta**t))
    return np.array(rows).reshape(grads.shape)
