"""A lost letter is paid as a spam that is read."""

import numpy as np

LOSES = "by_price"


def by_price(z, y, lost_letter, spam_read):
    z, y = np.asarray(z, dtype=float), np.asarray(y)
    junk = z >= np.log(lost_letter / spam_read)
    cost = np.where(y == 1, lost_letter * ~junk, spam_read * junk)
    return junk, float(cost.mean())
