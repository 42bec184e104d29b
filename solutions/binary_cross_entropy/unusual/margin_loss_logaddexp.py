"""NumPy has the stable softplus already: log(e^0 + e^(−tz))."""

import numpy as np

TASK = "margin_loss"


def margin_loss(z, t):
    return np.logaddexp(0, -t * z), -t * np.exp(-np.logaddexp(0, t * z))
