"""Draws with replacement."""

import numpy as np

LOSES = "best_of_budget"


def best_of_budget(validation, test, budget):
    order, rank = np.argsort(validation), np.arange(1, len(test) + 1) / len(test)
    weights = rank**budget - (rank - 1 / len(test)) ** budget
    return float(weights @ test[order])
