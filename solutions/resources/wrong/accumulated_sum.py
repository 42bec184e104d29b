"""Adds the means up and never divides."""

LOSES = "accumulated_gradient"


def accumulated_gradient(means, counts):
    return sum(means)
