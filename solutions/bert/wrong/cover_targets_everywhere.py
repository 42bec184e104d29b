"""Asks for every token, also those that are read."""

import numpy as np

LOSES = "cover"


def cover(tokens, u, lot, other, rate, mask, special):
    chosen = (u < rate) & (tokens >= special)
    inputs = np.where(chosen & (lot < 0.8), mask, tokens)
    inputs = np.where(chosen & (lot >= 0.8) & (lot < 0.9), other, inputs)
    return inputs, tokens.copy()
