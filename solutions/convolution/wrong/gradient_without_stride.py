"""Reads the windows as if the stride were 1."""

import numpy as np

LOSES = "kernel_gradient"


def kernel_gradient(x, delta, k, stride):
    filters, rows, columns = delta.shape
    gradient = np.zeros((filters, len(x), k, k))
    for i in range(rows):
        for j in range(columns):
            window = x[:, i : i + k, j : j + k]
            gradient += delta[:, i, j, None, None, None] * window
    return gradient
