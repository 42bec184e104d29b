"""Adds the gradients up, as backward() does, and divides by nothing."""

LOSES = "accumulate"


def accumulate(means, gradients, counts):
    filled = counts > 0
    return float(means[filled].sum()), gradients[filled].sum(0)
