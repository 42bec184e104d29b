"""Puts class 0 above class 1."""

import numpy as np

LOSES = "log_odds"


def log_odds(counts, labels, a):
    counts, labels = np.asarray(counts), np.asarray(labels)
    N0, N1 = (counts[labels == c].sum(axis=0) for c in (0, 1))
    V = len(N0)
    return np.log((N0 + a) / (N0.sum() + a * V)) - np.log((N1 + a) / (N1.sum() + a * V))
