"""Asks only where the mask stands, not at swapped and kept tokens."""

import numpy as np

LOSES = "cover"


def cover(tokens, u, lot, other, rate, mask, special):
    chosen = (u < rate) & (tokens >= special)
    inputs = np.where(chosen & (lot < 0.8), mask, tokens)
    inputs = np.where(chosen & (lot >= 0.8) & (lot < 0.9), other, inputs)
    return inputs, np.where(inputs != tokens, tokens, -100)
