"""For scores that are to be made small."""

import math

import numpy as np

LOSES = "improvement"


def improvement(mean, spread, best):
    lead = best - mean
    u = lead / np.where(spread > 0, spread, 1.0)
    below = np.array([0.5 * math.erfc(-each / math.sqrt(2)) for each in u])
    normal = np.exp(-0.5 * u**2) / math.sqrt(2 * math.pi)
    return np.where(spread > 0, lead * below + spread * normal, np.maximum(lead, 0.0))
