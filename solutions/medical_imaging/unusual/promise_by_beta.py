"""The order statistic is a beta variable; searched from the top."""

from scipy import special

TASK = "promise"


def promise(scores, sensitivity, confidence):
    n = len(scores)
    for k in range(n, 0, -1):
        if special.betainc(k, n - k + 1, 1 - sensitivity) >= confidence - 1e-12:
            return sorted(scores)[k - 1]
    return None
