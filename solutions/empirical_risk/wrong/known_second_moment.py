"""Forgets to subtract the square of the mean."""

import numpy as np

LOSES = "known_risk"


def known_risk(loss, chance, n):
    return float(np.sum(chance * loss)), float(np.sqrt(np.sum(chance * loss**2) / n))
