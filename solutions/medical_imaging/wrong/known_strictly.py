"""Called from above the threshold only, not at it."""

import numpy as np
from scipy import special

LOSES = "known"


def known(scores, ill, threshold, level):
    def exact(called):
        k, n, tail = int(called.sum()), len(called), (1 - level) / 2
        low = special.betaincinv(k, n - k + 1, tail) if k > 0 else 0.0
        high = special.betaincinv(k + 1, n - k, 1 - tail) if k < n else 1.0
        return k / n, float(low), float(high)

    called, ill = np.asarray(scores) > threshold, np.asarray(ill)
    return exact(called[ill == 1]), exact(~called[ill == 0])
