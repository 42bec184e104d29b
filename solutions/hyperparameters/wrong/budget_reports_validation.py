"""Reports the score it chose by."""

import math

import numpy as np

LOSES = "best_of_budget"


def best_of_budget(validation, test, budget):
    ways = [math.comb(i, budget - 1) for i in range(len(validation))]
    return float(np.dot(ways, np.sort(validation)) / math.comb(len(validation), budget))
