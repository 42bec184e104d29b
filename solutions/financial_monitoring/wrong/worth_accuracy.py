"""The most accurate rule."""

import numpy as np

LOSES = "worth"


def worth(z, y, rate):
    z, y = np.asarray(z), np.asarray(y)
    most, best, flagged = 0.0, 0.0, 0
    for at in np.unique(z)[:0:-1]:
        flags = z >= at
        right = np.mean(flags == y)
        if right > most + 1e-9:
            most, best, flagged = right, np.corrcoef(flags, y)[0, 1], int(flags.sum())
    return float(rate * best**2), flagged
