"""The bill that the model expects, not the one that came."""

import numpy as np

LOSES = "by_price"


def by_price(z, y, lost_letter, spam_read):
    z, y = np.asarray(z, dtype=float), np.asarray(y)
    junk = z >= np.log(lost_letter / spam_read)
    cost = np.where(junk, lost_letter / (1 + np.exp(z)), spam_read / (1 + np.exp(-z)))
    return junk, float(cost.mean())
