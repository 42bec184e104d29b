"""Changes its argument."""

import numpy as np

LOSES = "centred"


def centred(x):
    x -= np.mean(x)
    return x
