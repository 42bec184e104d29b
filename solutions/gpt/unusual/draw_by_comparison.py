"""Counts the ends that are not above the number, with the last token that may come as a limit."""

import numpy as np

TASK = "draw"


def draw(logits, temperature, uniforms):
    weights = np.exp((logits - logits.max()) / temperature)
    ends = np.cumsum(weights) / weights.sum()
    last = int(np.flatnonzero(weights)[-1])
    return np.minimum((ends[:, None] <= uniforms).sum(axis=0), last)
