"""Returns the deviation of one loss, not of the average of n."""

import numpy as np

LOSES = "known_risk"


def known_risk(loss, chance, n):
    risk = np.sum(chance * loss)
    return float(risk), float(np.sqrt(np.sum(chance * (loss - risk) ** 2)))
