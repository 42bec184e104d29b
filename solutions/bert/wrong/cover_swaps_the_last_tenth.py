"""The last tenth is swapped, the one before it is left."""

import numpy as np

LOSES = "cover"


def cover(tokens, u, lot, other, rate, mask, special):
    chosen = (u < rate) & (tokens >= special)
    inputs = np.where(chosen & (lot < 0.8), mask, tokens)
    return np.where(chosen & (lot >= 0.9), other, inputs), np.where(chosen, tokens, -100)
