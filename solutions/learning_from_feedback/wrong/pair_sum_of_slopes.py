"""The gradient of the sum beside the mean loss."""

import numpy as np

LOSES = "pair_loss"


def pair_loss(chosen, rejected):
    margin = chosen - rejected
    wrong = np.exp(-np.logaddexp(0, margin))
    return float(np.logaddexp(0, -margin).mean()), -wrong, wrong
