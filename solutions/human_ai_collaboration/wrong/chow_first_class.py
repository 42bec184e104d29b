"""Looks at the probability of class 0 only."""

import numpy as np

LOSES = "chow_bill"


def chow_bill(p, y, d):
    p, y = np.asarray(p), np.asarray(y)
    declined = p[:, 0] < 1 - d
    cost = np.where(declined, d, p.argmax(axis=1) != y)
    return declined.tolist(), float(cost.mean())
