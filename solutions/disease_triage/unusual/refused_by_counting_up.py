"""Shares, and a loop until the smallest share is small enough."""

import numpy as np

TASK = "refused"


def refused(known, strange, alpha):
    known, needed = np.asarray(known, float), 0
    while 1 / (needed + 1) > alpha + 1e-9:
        needed += 1
    shares = np.array([(1 + np.sum(known >= each)) / (1 + len(known)) for each in strange])
    return shares <= alpha + 1e-9, np.int64(needed)
