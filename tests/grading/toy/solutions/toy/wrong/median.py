"""The median instead of the mean."""

import numpy as np

LOSES = "centred"


def centred(x):
    return x - np.median(x)
