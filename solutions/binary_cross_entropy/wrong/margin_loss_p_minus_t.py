"""Uses p − y with the labels −1 and +1 in place of 0 and 1."""

import numpy as np

LOSES = "margin_loss"


def margin_loss(z, t):
    return np.logaddexp(0, -t * z), np.exp(-np.logaddexp(0, -z)) - t
