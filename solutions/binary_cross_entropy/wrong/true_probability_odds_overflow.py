"""Goes through the odds, which are infinite at a logit of 1000: inf / inf."""

import numpy as np

LOSES = "true_probability"


def true_probability(z, w, kept):
    odds = np.exp(z) * kept / w
    return odds / (1 + odds)
