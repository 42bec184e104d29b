"""Gives the end of a piece to it, so that u = 0 chooses a token of probability 0."""

import numpy as np

LOSES = "draw"


def draw(logits, temperature, uniforms):
    heated = logits / temperature
    probability = np.exp(heated - heated.max())
    ends = np.cumsum(probability / probability.sum())
    return np.searchsorted(ends / ends[-1], uniforms, side="left")
