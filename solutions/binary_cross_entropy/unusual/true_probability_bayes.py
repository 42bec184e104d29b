"""Two unnormalised weights, one a side, divided in the logarithm."""

import numpy as np

TASK = "true_probability"


def true_probability(z, w, kept):
    spam, ham = z + np.log(kept), np.full_like(z, np.log(w))
    return np.exp(spam - np.logaddexp(spam, ham))
