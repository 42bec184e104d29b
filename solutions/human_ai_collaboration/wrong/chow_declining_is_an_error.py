"""Pays for a declined item like for an error."""

import numpy as np

LOSES = "chow_bill"


def chow_bill(p, y, d):
    p, y = np.asarray(p), np.asarray(y)
    declined = p.max(axis=1) < 1 - d
    cost = np.where(declined, 1.0, p.argmax(axis=1) != y)
    return declined.tolist(), float(cost.mean())
