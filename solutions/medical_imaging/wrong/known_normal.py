"""The normal approximation."""

import numpy as np
from scipy import special

LOSES = "known"


def known(scores, ill, threshold, level):
    def exact(called):
        share, n = called.mean(), len(called)
        reach = special.ndtri((1 + level) / 2) * np.sqrt(share * (1 - share) / n)
        return float(share), float(max(share - reach, 0)), float(min(share + reach, 1))

    called, ill = np.asarray(scores) >= threshold, np.asarray(ill)
    return exact(called[ill == 1]), exact(~called[ill == 0])
