"""Takes the mean of the two rates for both sides."""

import numpy as np

LOSES = "noisy_label_slope"


def noisy_label_slope(z, y, missed, invented):
    p, r = np.exp(-np.logaddexp(0, -z)), np.exp(-np.logaddexp(0, z))
    e = (missed + invented) / 2
    one, zero = (1 - e) * p + e * r, e * p + (1 - e) * r
    size = (1 - 2 * e) * p * r
    return np.where(y == 1, -size / one, size / zero)
