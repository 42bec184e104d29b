"""Declines on the threshold, too."""

import numpy as np

LOSES = "chow_bill"


def chow_bill(p, y, d):
    p, y = np.asarray(p), np.asarray(y)
    declined = p.max(axis=1) <= 1 - d
    cost = np.where(declined, d, p.argmax(axis=1) != y)
    return declined.tolist(), float(cost.mean())
