"""Tries all pairs at once."""

import numpy as np

TASK = "row_outcomes"


def row_outcomes(precision, recall, f1, support, most_calls, digits=2):
    half = 0.5 * 0.1**digits + 1e-9
    h, m = np.meshgrid(np.arange(support + 1), np.arange(1, most_calls + 1), indexing="ij")
    fits = (h <= m) & (np.abs(h / support - recall) <= half)
    fits &= (np.abs(h / m - precision) <= half) & (np.abs(2 * h / (m + support) - f1) <= half)
    return [(int(a), int(b) + 1) for a, b in np.argwhere(fits)]
