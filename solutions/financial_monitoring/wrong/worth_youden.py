"""The largest J."""

import numpy as np

LOSES = "worth"


def worth(z, y, rate):
    z, y = np.asarray(z), np.asarray(y)
    best, flagged = 0.0, 0
    for at in np.unique(z)[:0:-1]:
        flags = z >= at
        phi = flags[y == 1].mean() - flags[y == 0].mean()
        if phi > best + 1e-9:
            best, flagged = phi, int(flags.sum())
    return float(rate * best**2), flagged
