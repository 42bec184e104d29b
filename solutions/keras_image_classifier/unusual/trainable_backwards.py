"""Walks from the last layer to the first, and gives an array."""

import numpy as np

TASK = "trainable"


def trainable(kinds, last):
    flags = []
    for kind in reversed(kinds):
        flags.append(last > 0 and kind != "norm")
        last -= 1
    return np.array(flags[::-1])
