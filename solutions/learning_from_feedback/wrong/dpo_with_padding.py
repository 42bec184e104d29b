"""Adds the padding up, too."""

import numpy as np

LOSES = "dpo"


def dpo(chosen, rejected, real_chosen, real_rejected, beta):
    a, b = (pair[0].sum(axis=1) - pair[1].sum(axis=1) for pair in (chosen, rejected))
    return float(np.logaddexp(0, -beta * (a - b)).mean())
