"""From the new place to the old."""

import numpy as np

LOSES = "elsewhere"


def elsewhere(p, share, new_share):
    p = np.asarray(p, dtype=float)
    spam, letter = p * share / new_share, (1 - p) * (1 - share) / (1 - new_share)
    return spam / (spam + letter)
