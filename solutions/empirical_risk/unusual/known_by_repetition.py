"""Mean and spread by np.average, on flat arrays."""

import numpy as np

TASK = "known_risk"


def known_risk(loss, chance, n):
    flat, weights = np.ravel(loss), np.ravel(chance)
    risk = np.average(flat, weights=weights)
    spread = np.average(np.abs(flat - risk) ** 2, weights=weights)
    return risk, spread**0.5 / n**0.5
