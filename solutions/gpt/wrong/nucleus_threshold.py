"""Keeps every token with probability at least 1 − p."""

import numpy as np

LOSES = "nucleus"


def nucleus(logits, p):
    probability = np.exp(logits - logits.max())
    return probability / probability.sum() >= 1 - p
