"""Exchanges the two rates."""

import numpy as np

LOSES = "advised"


def advised(model_right, person_right, r_plus, r_minus):
    model, person = np.asarray(model_right), np.asarray(person_right)
    right = person + r_minus * model * (1 - person) - r_plus * (1 - model) * person
    return float(right.mean())
