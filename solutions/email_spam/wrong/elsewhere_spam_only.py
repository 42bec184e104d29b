"""Only the spam side is reweighted."""

import numpy as np

LOSES = "elsewhere"


def elsewhere(p, share, new_share):
    p = np.asarray(p, dtype=float)
    spam, letter = p * new_share / share, 1 - p
    return spam / (spam + letter)
