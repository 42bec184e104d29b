"""The widest gap between neighbours."""

import numpy as np

LOSES = "best_cut"


def best_cut(values):
    levels = np.unique(np.asarray(values, dtype=float))
    at = int(np.diff(levels).argmax())
    return float((levels[at] + levels[at + 1]) / 2)
