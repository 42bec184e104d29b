"""log(1 + e^(−tz)) as printed: overflows for a large negative margin."""

import numpy as np

LOSES = "margin_loss"


def margin_loss(z, t):
    with np.errstate(all="ignore"):
        return np.log(1 + np.exp(-t * z)), -t / (1 + np.exp(t * z))
