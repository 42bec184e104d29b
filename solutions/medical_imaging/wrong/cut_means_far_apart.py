"""The cut with the largest difference of the means."""

import itertools

import numpy as np

LOSES = "best_cut"


def best_cut(values):
    values, tried = np.asarray(values, float), []
    levels = np.unique(values)
    for low, high in itertools.pairwise(levels):
        apart = values[values >= high].mean() - values[values <= low].mean()
        tried.append((-apart, float((low + high) / 2)))
    return min(tried)[1]
