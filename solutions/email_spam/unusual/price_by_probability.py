"""Probabilities that never overflow."""

import numpy as np

TASK = "by_price"


def by_price(z, y, lost_letter, spam_read):
    z, y = np.asarray(z, dtype=float), np.asarray(y)
    small = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1 / (1 + small), small / (1 + small))
    not_p = np.where(z >= 0, small / (1 + small), 1 / (1 + small))
    junk = not_p * lost_letter <= p * spam_read
    cost = lost_letter * (junk & (y == 0)) + spam_read * (~junk & (y == 1))
    return junk.tolist(), float(np.mean(cost))
