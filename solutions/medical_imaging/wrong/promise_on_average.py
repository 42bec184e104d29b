"""The mean share that is missed, k/(n + 1), whatever the confidence."""

import numpy as np

LOSES = "promise"


def promise(scores, sensitivity, confidence):
    ordered, best = np.sort(scores), None
    for k, score in enumerate(ordered, start=1):
        if k / (len(ordered) + 1) <= 1 - sensitivity:
            best = float(score)
    return best
