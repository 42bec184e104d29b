"""As a divergence: scipy's entr for the targets, log-sigmoids for the forecasts."""

import numpy as np
from scipy.special import entr

TASK = "regret"


def regret(z, q):
    cost = q * np.logaddexp(0, -z) + (1 - q) * np.logaddexp(0, z)
    return cost - entr(q) - entr(1 - q)
