"""Multiplies accuracies as if the two were independent."""

import numpy as np

LOSES = "advised"


def advised(model_right, person_right, r_plus, r_minus):
    m, h = np.mean(model_right), np.mean(person_right)
    return float(h + r_plus * m * (1 - h) - r_minus * (1 - m) * h)
