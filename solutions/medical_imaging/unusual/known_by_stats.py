"""Four counts, and the quantiles of another part of SciPy."""

import numpy as np
from scipy import stats

TASK = "known"


def known(scores, ill, threshold, level):
    answers = []
    for state in (1, 0):
        said = [s >= threshold for s, y in zip(scores, ill, strict=True) if y == state]
        k, n = sum(each == bool(state) for each in said), len(said)
        ends = [0.0, 1.0]
        if k:
            ends[0] = stats.beta.ppf((1 - level) / 2, k, n - k + 1)
        if k < n:
            ends[1] = stats.beta.isf((1 - level) / 2, k + 1, n - k)
        answers.append(np.array([k / n, *ends]))
    return tuple(answers)
