"""Lays out the pieces from the likeliest token on."""

import numpy as np

LOSES = "draw"


def draw(logits, temperature, uniforms):
    order = np.argsort(-logits, kind="stable")
    heated = logits[order] / temperature
    probability = np.exp(heated - heated.max())
    ends = np.cumsum(probability / probability.sum())
    return order[np.searchsorted(ends / ends[-1], uniforms, side="right")]
