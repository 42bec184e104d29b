"""The share and the confidence change places."""

import numpy as np
from scipy import special

LOSES = "promise"


def promise(scores, sensitivity, confidence):
    ordered, best = np.sort(scores), None
    for k, score in enumerate(ordered, start=1):
        if special.bdtrc(k - 1, len(ordered), 1 - confidence) >= sensitivity:
            best = float(score)
    return best
