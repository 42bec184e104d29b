"""Forgets how likely the answers are."""

LOSES = "best_baseline"


def best_baseline(p, r, push):
    weight = (push**2).sum(axis=1)
    return float(weight @ r / weight.sum())
