"""Softens the label by the noise, which smooths a second time, in place of the forecast."""

import numpy as np

LOSES = "noisy_label_slope"


def noisy_label_slope(z, y, missed, invented):
    return np.exp(-np.logaddexp(0, -z)) - ((1 - missed) * y + invented * (1 - y))
