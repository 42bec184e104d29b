"""Every chosen place is covered; no random token, none left."""

import numpy as np

LOSES = "cover"


def cover(tokens, u, lot, other, rate, mask, special):
    chosen = (u < rate) & (tokens >= special)
    return np.where(chosen, mask, tokens), np.where(chosen, tokens, -100)
