"""Forgets the spread before the density."""

import math

import numpy as np

LOSES = "improvement"


def improvement(mean, spread, best):
    lead = mean - best
    u = lead / np.where(spread > 0, spread, 1.0)
    below = np.array([0.5 * math.erfc(-each / math.sqrt(2)) for each in u])
    normal = np.exp(-0.5 * u**2) / math.sqrt(2 * math.pi)
    return np.where(spread > 0, lead * below + normal, np.maximum(lead, 0.0))
