"""Adds up from the least likely token."""

import numpy as np

LOSES = "nucleus"


def nucleus(logits, p):
    probability = np.exp(logits - logits.max())
    probability = probability / probability.sum()
    order = np.argsort(probability, kind="stable")
    before = np.cumsum(probability[order]) - probability[order]
    kept = np.zeros(len(logits), dtype=bool)
    kept[order[before < p]] = True
    return kept
