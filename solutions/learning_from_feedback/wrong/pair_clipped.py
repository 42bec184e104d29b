"""Clips the probability, so that a wrong pair costs too little."""

import numpy as np

LOSES = "pair_loss"


def pair_loss(chosen, rejected):
    margin = np.clip(chosen - rejected, -30, 30)
    wrong = 1 / (1 + np.exp(margin)) / len(margin)
    return float(np.log1p(np.exp(-margin)).mean()), -wrong, wrong
