"""Compares the spread of each column only."""

LOSES = "frechet"


def frechet(features, other):
    means = features.mean(axis=0) - other.mean(axis=0)
    spreads = features.std(axis=0, ddof=1) - other.std(axis=0, ddof=1)
    return float(means @ means + spreads @ spreads)
