"""Takes the share of kept negatives for a weight of the negatives."""

import numpy as np

LOSES = "true_probability"


def true_probability(z, w, kept):
    return np.exp(-np.logaddexp(0, -(z - np.log(w) - np.log(kept))))
