"""Adds zeros one by one until the output is long enough."""

import numpy as np

TASK = "same_padding"


def same_padding(size, window, stride):
    before = behind = 0
    while (before + size + behind - window) // stride + 1 < np.ceil(size / stride):
        if behind > before:
            before += 1
        else:
            behind += 1
    return before, behind
