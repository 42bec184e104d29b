"""Writes into the tokens, so that the targets hold the mask."""

import numpy as np

LOSES = "cover"


def cover(tokens, u, lot, other, rate, mask, special):
    chosen = (u < rate) & (tokens >= special)
    tokens[chosen & (lot < 0.8)] = mask
    swapped = chosen & (lot >= 0.8) & (lot < 0.9)
    tokens[swapped] = other[swapped]
    return tokens, np.where(chosen, tokens, -100)
