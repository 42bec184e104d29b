"""A message that costs the same either way arrives."""

import numpy as np

LOSES = "by_price"


def by_price(z, y, lost_letter, spam_read):
    z, y = np.asarray(z, dtype=float), np.asarray(y)
    junk = z > np.log(lost_letter / spam_read)
    cost = np.where(y == 1, spam_read * ~junk, lost_letter * junk)
    return junk, float(cost.mean())
