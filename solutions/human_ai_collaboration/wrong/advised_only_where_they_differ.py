"""The accuracy among the items on which the two differ."""

import numpy as np

LOSES = "advised"


def advised(model_right, person_right, r_plus, r_minus):
    model, person = np.asarray(model_right), np.asarray(person_right)
    differ = model != person
    right = np.where(model == 1, r_plus, 1 - r_minus)
    return float(right[differ].mean())
