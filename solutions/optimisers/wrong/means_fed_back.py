"""Feeds the corrected average back into the recursion."""

import numpy as np

LOSES = "corrected_means"


def corrected_means(grads, beta):
    rows, m = [], np.zeros(grads.shape[1])
    for t, grad in enumerate(grads, start=1):
        m = (beta * m + (1 - beta) * grad) / (1 - beta**t)
        rows.append(m)
    return np.array(rows).reshape(grads.shape)
