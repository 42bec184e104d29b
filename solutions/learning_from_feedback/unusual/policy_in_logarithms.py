"""In logarithms, with minus infinity for what never comes."""

import numpy as np

TASK = "best_policy"


def best_policy(base, r, beta):
    with np.errstate(divide="ignore"):
        score = np.log(base) + r / beta
    return np.exp(score - np.logaddexp.reduce(score))
