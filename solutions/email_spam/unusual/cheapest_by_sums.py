"""Sorted once, costs by running sums, ties closed together."""

import numpy as np

TASK = "cheapest"


def cheapest(scores, y, lost_letter, spam_read):
    scores, y = np.asarray(scores, dtype=float), np.asarray(y)
    order = np.argsort(-scores, kind="stable")
    steps = np.where(y[order] == 0, lost_letter, -spam_read)
    bills = spam_read * np.sum(y) + np.concatenate([[0.0], np.cumsum(steps)])
    closed = np.concatenate([[True], np.diff(scores[order]) != 0, [True]])
    closed = [0, *(np.flatnonzero(closed[1:]) + 1)]
    best = min(closed, key=lambda k: (round(float(bills[k]), 9), k))
    return float(bills[best]), int(best)
