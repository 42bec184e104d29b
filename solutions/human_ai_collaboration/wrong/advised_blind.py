"""One rate for all: the mean of the two."""

import numpy as np

LOSES = "advised"


def advised(model_right, person_right, r_plus, r_minus):
    model, person = np.asarray(model_right), np.asarray(person_right)
    right = person + (r_plus + r_minus) / 2 * (model - person)
    return float(right.mean())
