"""Averages the averages: a token of a small batch counts more."""

LOSES = "accumulate"


def accumulate(means, gradients, counts):
    filled = counts > 0
    return means[filled].mean(), gradients[filled].mean(0)
