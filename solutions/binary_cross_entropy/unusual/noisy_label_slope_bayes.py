"""Forecast minus what one should believe after the label, by Bayes' rule."""

import numpy as np

TASK = "noisy_label_slope"


def noisy_label_slope(z, y, missed, invented):
    p, not_p = 0.5 * (1 + np.tanh(z / 2)), np.exp(-np.logaddexp(0, z))
    p = np.where(z < 0, np.exp(-np.logaddexp(0, -z)), p)
    hit = np.where(y == 1, 1 - missed, missed)
    false = np.where(y == 1, invented, 1 - invented)
    belief = hit * p / (hit * p + false * not_p)
    doubt = false * not_p / (hit * p + false * not_p)
    return np.where(z < 0, p - belief, doubt - not_p)
