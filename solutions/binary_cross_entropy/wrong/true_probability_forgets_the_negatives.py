"""Undoes the weight, but not the negatives that were left out."""

import numpy as np

LOSES = "true_probability"


def true_probability(z, w, kept):
    return np.exp(-np.logaddexp(0, -(z - np.log(w))))
