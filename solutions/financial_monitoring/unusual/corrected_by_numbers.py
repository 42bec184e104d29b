"""Arrays, and the slopes one by one."""

import numpy as np

TASK = "corrected"


def corrected(k, n, found, bad, passed, good):
    sizes = np.array([n, bad, good])
    shares = np.array([k, found, passed]) / sizes
    j = shares[1] + shares[2] - 1
    share = (shares[0] - 1 + shares[2]) / j
    slopes = np.array([1, -share, 1 - share]) / j
    return share, np.sqrt(np.sum(slopes**2 * shares * (1 - shares) / sizes))
