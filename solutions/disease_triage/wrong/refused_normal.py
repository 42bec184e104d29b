"""Mean and standard deviations of a normal distribution."""

import math

import numpy as np

LOSES = "refused"


def refused(known, strange, alpha):
    if not known:
        return [False for _ in strange], math.ceil(1 / alpha - 1 - 1e-9)
    limit = np.mean(known) + 1.645 * np.std(known)
    return [bool(each > limit) for each in strange], math.ceil(1 / alpha - 1 - 1e-9)
