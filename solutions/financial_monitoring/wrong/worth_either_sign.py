"""A rule that is wrong is worth as much."""

import numpy as np

LOSES = "worth"


def worth(z, y, rate):
    z, y = np.asarray(z), np.asarray(y)
    best, flagged = 0.0, 0
    for at in np.unique(z)[:0:-1]:
        flags = z >= at
        phi = np.corrcoef(flags, y)[0, 1] ** 2
        if phi > best + 1e-9:
            best, flagged = phi, int(flags.sum())
    return float(rate * best), flagged
