"""NumPy's quantile that takes the next score up, with one infinite score appended."""

import numpy as np

TASK = "promised"


def promised(p, y, new, alpha):
    scores = [1 - np.asarray(row)[label] for row, label in zip(p, y, strict=True)]
    rank = np.ceil(round((len(scores) + 1) * (1 - alpha), 9))
    limit = np.sort([*scores, np.inf])[int(rank) - 1]
    return [np.flatnonzero(1 - np.asarray(row) <= limit + 1e-9) for row in new]
