"""Writes the loss as a function of the gap and lets SciPy find its minimum."""

TASK = "smoothing_optimum"


def smoothing_optimum(classes, epsilon):
    import math

    from scipy.optimize import brentq

    if epsilon == 0:
        return math.inf, 0
    low = epsilon / classes

    def slope(gap):  # the wrong class's forecast, less its target, over the target
        return 1 / (low * (math.exp(gap) + classes - 1)) - 1

    gap = brentq(slope, -1.0, 60.0, xtol=1e-14, rtol=1e-15)
    total = gap + math.log1p((classes - 1) * math.exp(-gap))
    return gap, total - (1 - epsilon + low) * gap
