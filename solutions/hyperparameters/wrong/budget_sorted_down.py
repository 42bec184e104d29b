"""Sorts the wrong way: the worst of each subset."""

import math

import numpy as np

LOSES = "best_of_budget"


def best_of_budget(validation, test, budget):
    order = np.argsort(-validation)
    ways = [math.comb(i, budget - 1) for i in range(len(order))]
    return float(np.dot(ways, test[order]) / math.comb(len(order), budget))
