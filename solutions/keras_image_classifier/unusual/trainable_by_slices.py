"""A frozen head and the rest of the list; gives an array."""

import numpy as np

TASK = "trainable"


def trainable(kinds, last):
    frozen = max(len(kinds) - last, 0)
    tail = [kind != "norm" for kind in kinds[frozen:]]
    return np.array([False] * frozen + tail)
