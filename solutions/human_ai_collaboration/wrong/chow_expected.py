"""The expected cost, from the probabilities, instead of the one that was paid."""

import numpy as np

LOSES = "chow_bill"


def chow_bill(p, y, d):
    p, y = np.asarray(p), np.asarray(y)
    declined = p.max(axis=1) < 1 - d
    cost = np.where(declined, d, 1 - p.max(axis=1))
    return declined.tolist(), float(cost.mean())
