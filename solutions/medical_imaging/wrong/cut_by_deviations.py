"""Standard deviations weighed by numbers, not variances."""

import itertools

import numpy as np

LOSES = "best_cut"


def best_cut(values):
    values, tried = np.asarray(values, float), []
    levels = np.unique(values)
    for low, high in itertools.pairwise(levels):
        below, above = values[values <= low], values[values >= high]
        within = len(below) * below.std() + len(above) * above.std()
        tried.append((within, float((low + high) / 2)))
    return min(tried)[1]
