"""Variances that divide by one less than their number."""

import itertools

import numpy as np

LOSES = "best_cut"


def best_cut(values):
    values = np.asarray(values, dtype=float)
    levels = np.unique(values)
    best = None
    for low, high in itertools.pairwise(levels):
        below, above = values[values <= low], values[values >= high]
        within = len(below) * below.var(ddof=min(1, len(below) - 1)) + len(above) * above.var(
            ddof=min(1, len(above) - 1)
        )
        if best is None or within < best[0]:
            best = within, float((low + high) / 2)
    return best[1]
