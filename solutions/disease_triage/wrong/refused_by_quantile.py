"""Above the 1 − alpha quantile of what is known."""

import math

import numpy as np

LOSES = "refused"


def refused(known, strange, alpha):
    limit = np.quantile(known, 1 - alpha) if known else math.inf
    return [bool(each > limit) for each in strange], math.ceil(1 / alpha - 1 - 1e-9)
