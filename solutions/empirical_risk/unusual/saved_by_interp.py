"""Finds the first point that reaches it and interpolates on the logarithm with NumPy."""

import numpy as np

TASK = "labels_saved"


def labels_saved(sizes, line, accuracy, n):
    reached = np.flatnonzero(np.asarray(line) >= accuracy)
    if reached.size == 0:
        return None
    i = reached[0]
    if i == 0:
        return sizes[0] / n
    at = np.interp(accuracy, [line[i - 1], line[i]], np.log2([sizes[i - 1], sizes[i]]))
    return 2.0**at / n
