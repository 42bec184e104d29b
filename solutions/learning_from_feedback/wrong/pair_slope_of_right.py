"""The slope of a pair is how right it is, instead of how wrong."""

import numpy as np

LOSES = "pair_loss"


def pair_loss(chosen, rejected):
    margin = chosen - rejected
    right = np.exp(-np.logaddexp(0, -margin)) / len(margin)
    return float(np.logaddexp(0, -margin).mean()), -right, right
