"""Counts texts with the word, not its occurrences."""

import numpy as np

LOSES = "log_odds"


def log_odds(counts, labels, a):
    counts, labels = np.asarray(counts) > 0, np.asarray(labels)
    theta = []
    for c in (0, 1):
        N = counts[labels == c].sum(axis=0)
        theta.append((N + a) / (N.sum() + a * len(N)))
    return np.log(theta[1] / theta[0])
