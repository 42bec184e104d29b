"""The formula as it is written: the logarithm of zero."""

import numpy as np

LOSES = "pair_loss"


def pair_loss(chosen, rejected):
    right = 1 / (1 + np.exp(rejected - chosen))
    n = len(chosen)
    return float(-np.log(right).mean()), -(1 - right) / n, (1 - right) / n
