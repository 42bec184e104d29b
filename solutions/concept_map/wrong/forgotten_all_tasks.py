"""Includes the last task."""

LOSES = "forgotten"


def forgotten(accuracies):
    return accuracies[:-1].max(axis=0) - accuracies[-1]
