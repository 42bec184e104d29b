"""Weighs rightly, but NaN times zero is NaN."""

LOSES = "accumulated_gradient"


def accumulated_gradient(means, counts):
    return sum(n * g for g, n in zip(means, counts, strict=True)) / sum(counts)
