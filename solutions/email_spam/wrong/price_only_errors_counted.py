"""Errors are counted, not paid."""

import numpy as np

LOSES = "by_price"


def by_price(z, y, lost_letter, spam_read):
    z, y = np.asarray(z, dtype=float), np.asarray(y)
    junk = z >= np.log(lost_letter / spam_read)
    cost = junk != (y == 1)
    return junk, float(cost.mean())
