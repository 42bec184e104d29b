"""Forgets to divide by the words of the class."""

import numpy as np

LOSES = "log_odds"


def log_odds(counts, labels, a):
    counts, labels = np.asarray(counts), np.asarray(labels)
    N0, N1 = (counts[labels == c].sum(axis=0) for c in (0, 1))
    return np.log((N1 + a) / (N0 + a))
