"""Takes the binomial test from SciPy and the maximum of all before."""

import numpy as np
from scipy.stats import binomtest

TASK = "holm_mcnemar"


def holm_mcnemar(truth, rivals, baseline):
    p = []
    for rival in rivals:
        gains = (rival == truth).astype(int) - (baseline == truth).astype(int)
        a, n = int((gains == 1).sum()), int((gains != 0).sum())
        p.append(binomtest(a, n).pvalue if n else 1.0)
    p = np.array(p)
    order = p.argsort()
    steps = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)).clip(max=1)
    return steps[order.argsort()].tolist()
