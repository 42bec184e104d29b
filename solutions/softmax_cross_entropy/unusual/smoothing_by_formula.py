"""The gap in one logarithm, the loss as log-sum-exp less the target's mean logit."""

TASK = "smoothing_optimum"


def smoothing_optimum(classes, epsilon):
    import math

    if epsilon <= 0:
        return math.inf, 0.0
    gap = math.log1p(classes * (1 - epsilon) / epsilon)
    total = gap + math.log1p((classes - 1) * math.exp(-gap))
    return gap, total - (1 - epsilon + epsilon / classes) * gap
