"""The sign is reversed."""

import numpy as np

LOSES = "centred"


def centred(x):
    return np.mean(x) - x
