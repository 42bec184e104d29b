"""The exponential of the logits as they are."""

import numpy as np

LOSES = "draw"


def draw(logits, temperature, uniforms):
    with np.errstate(all="ignore"):
        probability = np.exp(logits / temperature)
        ends = np.cumsum(probability / probability.sum())
        return np.searchsorted(ends, uniforms, side="right")
