"""Divides the probabilities by the temperature, not the logits."""

import numpy as np

LOSES = "draw"


def draw(logits, temperature, uniforms):
    probability = np.exp(logits - logits.max()) / temperature
    ends = np.cumsum(probability / probability.sum())
    return np.searchsorted(ends / ends[-1], uniforms, side="right")
