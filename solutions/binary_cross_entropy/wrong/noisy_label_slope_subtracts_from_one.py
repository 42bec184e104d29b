"""Forms 1 − p and 1 − m by subtraction: 0 / 0 where the model is sure."""

import numpy as np

LOSES = "noisy_label_slope"


def noisy_label_slope(z, y, missed, invented):
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        m = (1 - missed) * p + invented * (1 - p)
        return (m - y) / (m * (1 - m)) * (1 - missed - invented) * p * (1 - p)
