"""SciPy's survival function of the binomial, all places at once."""

import numpy as np
from scipy import stats

TASK = "promise"


def promise(scores, sensitivity, confidence):
    ordered = np.sort(np.asarray(scores))
    sure = stats.binom.sf(np.arange(len(ordered)), len(ordered), 1 - sensitivity)
    enough = np.flatnonzero(sure > confidence - 1e-9)
    return ordered[enough[-1]] if enough.size else None
