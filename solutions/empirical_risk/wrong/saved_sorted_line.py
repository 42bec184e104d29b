"""Sorts the line to be able to use np.interp; a line may go up and down."""

import numpy as np

LOSES = "labels_saved"


def labels_saved(sizes, line, accuracy, n):
    if max(line) < accuracy:
        return None
    return float(np.exp(np.interp(accuracy, sorted(line), np.log(sizes))) / n)
