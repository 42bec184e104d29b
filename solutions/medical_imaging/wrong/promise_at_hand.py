"""The share of the patients at hand."""

import numpy as np

LOSES = "promise"


def promise(scores, sensitivity, confidence):
    ordered = np.sort(scores)
    return float(ordered[int((1 - sensitivity) * len(ordered))])
