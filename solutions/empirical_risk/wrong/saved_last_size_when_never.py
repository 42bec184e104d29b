"""Returns the largest size when the line never gets there."""

import numpy as np

LOSES = "labels_saved"


def labels_saved(sizes, line, accuracy, n):
    for i, value in enumerate(line):
        if value < accuracy:
            continue
        if i == 0:
            return sizes[0] / n
        share = (accuracy - line[i - 1]) / (value - line[i - 1])
        low, high = np.log(sizes[i - 1]), np.log(sizes[i])
        return float(np.exp(low + share * (high - low)) / n)
    return sizes[-1] / n
