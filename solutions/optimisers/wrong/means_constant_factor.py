"""Divides by 1 − β at every step."""

import numpy as np

LOSES = "corrected_means"


def corrected_means(grads, beta):
    rows, m = [], np.zeros(grads.shape[1])
    for grad in grads:
        m = beta * m + (1 - beta) * grad
        rows.append(m / (1 - beta))
    return np.array(rows).reshape(grads.shape)
