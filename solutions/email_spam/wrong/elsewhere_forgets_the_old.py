"""The new share is multiplied in, the old one never taken out."""

import numpy as np

LOSES = "elsewhere"


def elsewhere(p, share, new_share):
    p = np.asarray(p, dtype=float)
    spam, letter = p * new_share, (1 - p) * (1 - new_share)
    return spam / (spam + letter)
