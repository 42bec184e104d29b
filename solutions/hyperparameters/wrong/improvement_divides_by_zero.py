"""NaN for a candidate that is certain."""

import math

import numpy as np

LOSES = "improvement"


def improvement(mean, spread, best):
    lead = mean - best
    with np.errstate(all="ignore"):
        u = lead / spread
    below = np.array([0.5 * math.erfc(-each / math.sqrt(2)) for each in u])
    normal = np.exp(-0.5 * u**2) / math.sqrt(2 * math.pi)
    return lead * below + spread * normal
