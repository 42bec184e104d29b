"""Believes that the items come sorted."""

import numpy as np

LOSES = "risk_coverage"


def risk_coverage(confidence, right):
    confidence, right = np.asarray(confidence), np.asarray(right)
    n = np.arange(1, len(right) + 1)
    last = np.append(np.diff(confidence) != 0, True)
    return (n / len(right))[last].tolist(), (np.cumsum(1 - right) / n)[last].tolist()
