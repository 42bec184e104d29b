"""Loses every case on which the machine is wrong."""

import numpy as np

LOSES = "advised"


def advised(model_right, person_right, r_plus, r_minus):
    model, person = np.asarray(model_right), np.asarray(person_right)
    right = model * (person + r_plus * (1 - person))
    return float(right.mean())
