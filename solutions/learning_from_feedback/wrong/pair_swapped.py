"""Chosen and rejected swapped."""

import numpy as np

LOSES = "pair_loss"


def pair_loss(chosen, rejected):
    margin = rejected - chosen
    wrong = np.exp(-np.logaddexp(0, margin)) / len(margin)
    return float(np.logaddexp(0, -margin).mean()), -wrong, wrong
