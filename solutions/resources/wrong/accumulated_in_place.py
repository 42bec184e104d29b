"""Weighs the arrays of the caller in place."""

LOSES = "accumulated_gradient"


def accumulated_gradient(means, counts):
    total = 0.0
    for g, n in zip(means, counts, strict=True):
        if n > 0:
            g *= n / sum(counts)
            total = total + g
    return total
