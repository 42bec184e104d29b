"""Sums the ranks of the positives, ties sharing theirs."""

import numpy as np

TASK = "auc"


def auc(y, scores):
    n1 = int(np.sum(y))
    n0 = len(y) - n1
    if n1 * n0 == 0:
        raise ValueError("needs both classes")
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return (ranks[y == 1].sum() - n1 * (n1 + 1) / 2) / (n1 * n0)
