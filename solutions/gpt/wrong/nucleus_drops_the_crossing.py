"""Keeps tokens while the sum with them is at most p: the one that crosses the line is lost."""

import numpy as np

LOSES = "nucleus"


def nucleus(logits, p):
    probability = np.exp(logits - logits.max())
    probability = probability / probability.sum()
    order = np.argsort(-probability, kind="stable")
    kept = np.zeros(len(logits), dtype=bool)
    kept[order[np.cumsum(probability[order]) <= p]] = True
    return kept
