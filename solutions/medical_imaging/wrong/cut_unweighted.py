"""Variances added without their numbers."""

import itertools

import numpy as np

LOSES = "best_cut"


def best_cut(values):
    values = np.asarray(values, dtype=float)
    levels = np.unique(values)
    best = None
    for low, high in itertools.pairwise(levels):
        below, above = values[values <= low], values[values >= high]
        within = below.var() + above.var()
        if best is None or within < best[0]:
            best = within, float((low + high) / 2)
    return best[1]
