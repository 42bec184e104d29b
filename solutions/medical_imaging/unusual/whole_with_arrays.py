"""Arrays and unique."""

import numpy as np

TASK = "whole"


def whole(patients, folds):
    names, first, place, counts = np.unique(
        np.asarray(patients), return_index=True, return_inverse=True, return_counts=True
    )
    filled, fold = np.zeros(folds, dtype=int), np.zeros(len(names), dtype=int)
    for each in np.lexsort([first, -counts]):
        fold[each] = filled.argmin()
        filled[fold[each]] += counts[each]
    return fold[place]
