"""Puts all zeros behind."""

import numpy as np

LOSES = "convolve"


def convolve(x, kernel, stride, padding):
    padded = np.pad(x, ((0, 0), (0, 2 * padding), (0, 2 * padding)))
    filters, _, k, m = kernel.shape
    rows = (padded.shape[1] - k) // stride + 1
    columns = (padded.shape[2] - m) // stride + 1
    z = np.zeros((filters, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[:, stride * i : stride * i + k, stride * j : stride * j + m]
            z[:, i, j] = (kernel * window).sum(axis=(1, 2, 3))
    return z
