"""The weights as differences of the chance that all of a subset are among the i worst."""

import math

import numpy as np

TASK = "best_of_budget"


def best_of_budget(validation, test, budget):
    made = len(validation)
    within = [math.comb(i, budget) / math.comb(made, budget) for i in range(made + 1)]
    ranks = np.argsort(np.argsort(validation))
    return float((np.diff(within)[ranks] * test).sum())
