"""Adds one, whatever a is."""

import numpy as np

LOSES = "log_odds"


def log_odds(counts, labels, a):
    counts, labels = np.asarray(counts), np.asarray(labels)
    N0, N1 = (counts[labels == c].sum(axis=0) for c in (0, 1))
    V = len(N0)
    return np.log((N1 + 1) / (N1.sum() + V)) - np.log((N0 + 1) / (N0.sum() + V))
