"""Lets the last row take part in the maximum."""

LOSES = "forgotten"


def forgotten(accuracies):
    return accuracies[:, :-1].max(axis=0) - accuracies[-1, :-1]
