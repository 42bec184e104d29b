"""Compares with the accuracy right after the task."""

import numpy as np

LOSES = "forgotten"


def forgotten(accuracies):
    return np.diag(accuracies)[:-1] - accuracies[-1, :-1]
