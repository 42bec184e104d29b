"""Divides the deviation by n instead of by its root."""

import numpy as np

LOSES = "known_risk"


def known_risk(loss, chance, n):
    risk = np.sum(chance * loss)
    return float(risk), float(np.sqrt(np.sum(chance * (loss - risk) ** 2)) / n)
