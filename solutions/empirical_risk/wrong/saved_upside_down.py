"""Gives n/m instead of m/n."""

import numpy as np

LOSES = "labels_saved"


def labels_saved(sizes, line, accuracy, n):
    for i, value in enumerate(line):
        if value < accuracy:
            continue
        if i == 0:
            return n / sizes[0]
        share = (accuracy - line[i - 1]) / (value - line[i - 1])
        low, high = np.log(sizes[i - 1]), np.log(sizes[i])
        return float(n / np.exp(low + share * (high - low)))
    return None
