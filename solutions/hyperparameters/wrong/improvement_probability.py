"""The probability of an improvement, not its size."""

import math

import numpy as np

LOSES = "improvement"


def improvement(mean, spread, best):
    lead = mean - best
    u = lead / np.where(spread > 0, spread, 1.0)
    below = np.array([0.5 * math.erfc(-each / math.sqrt(2)) for each in u])
    return np.where(spread > 0, below, lead > 0)
