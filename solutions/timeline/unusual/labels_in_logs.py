"""Works in logarithms throughout."""

import numpy as np

TASK = "labels_needed"


def labels_needed(sizes, scores, wanted):
    x, s = np.log(sizes), np.asarray(scores, dtype=float)
    enough = s >= wanted
    if not enough.any():
        return np.inf
    k = int(enough.argmax())
    if k == 0:
        return sizes[0]
    return np.exp(np.interp(wanted, s[k - 1 : k + 1], x[k - 1 : k + 1]))
