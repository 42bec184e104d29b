"""Chooses by the test scores."""

import math

import numpy as np

LOSES = "best_of_budget"


def best_of_budget(validation, test, budget):
    order = np.sort(test)
    ways = [math.comb(i, budget - 1) for i in range(len(order))]
    return float(np.dot(ways, order) / math.comb(len(order), budget))
