"""Takes the mean over places."""

import numpy as np

LOSES = "kernel_gradient"


def kernel_gradient(x, delta, k, stride):
    filters, rows, columns = delta.shape
    gradient = np.zeros((filters, len(x), k, k))
    for i in range(rows):
        for j in range(columns):
            window = x[:, stride * i : stride * i + k, stride * j : stride * j + k]
            gradient += delta[:, i, j, None, None, None] * window
    return gradient / (rows * columns)
