"""Divides the probability, not the odds: a good guess for rare positives only."""

import numpy as np

LOSES = "true_probability"


def true_probability(z, w, kept):
    return np.exp(-np.logaddexp(0, -(z))) * kept / w
