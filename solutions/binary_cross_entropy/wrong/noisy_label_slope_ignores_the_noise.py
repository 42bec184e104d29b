"""p − y: as if every label were right."""

import numpy as np

LOSES = "noisy_label_slope"


def noisy_label_slope(z, y, missed, invented):
    return np.exp(-np.logaddexp(0, -z)) - y
