"""The mask of the chosen answer for both."""

import numpy as np

LOSES = "dpo"


def dpo(chosen, rejected, real_chosen, real_rejected, beta):
    a = np.where(real_chosen, chosen[0] - chosen[1], 0.0).sum(axis=1)
    b = np.where(real_chosen, rejected[0] - rejected[1], 0.0).sum(axis=1)
    return float(np.logaddexp(0, -beta * (a - b)).mean())
