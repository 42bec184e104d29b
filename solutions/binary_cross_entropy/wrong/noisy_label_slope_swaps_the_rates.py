"""Exchanges the two rates."""

import numpy as np

LOSES = "noisy_label_slope"


def noisy_label_slope(z, y, missed, invented):
    p, r = np.exp(-np.logaddexp(0, -z)), np.exp(-np.logaddexp(0, z))
    one, zero = (1 - invented) * p + missed * r, invented * p + (1 - missed) * r
    size = (1 - missed - invented) * p * r
    return np.where(y == 1, -size / one, size / zero)
