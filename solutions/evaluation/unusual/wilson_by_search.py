"""Looks for the shares at which the score test just rejects."""

TASK = "wilson"


def wilson(k, n, z):
    from scipy.optimize import brentq

    def gap(share):
        return (k / n - share) ** 2 - z**2 * share * (1 - share) / n

    low = 0 if k == 0 else brentq(gap, 0, min(k / n, 1 - 1e-12), xtol=1e-16, rtol=1e-14)
    high = 1 if k == n else brentq(gap, max(k / n, 1e-12), 1, xtol=1e-16, rtol=1e-14)
    return [low, high]
