"""Covers special tokens as well."""

import numpy as np

LOSES = "cover"


def cover(tokens, u, lot, other, rate, mask, special):
    chosen = u < rate
    inputs = np.where(chosen & (lot < 0.8), mask, tokens)
    inputs = np.where(chosen & (lot >= 0.8) & (lot < 0.9), other, inputs)
    return inputs, np.where(chosen, tokens, -100)
