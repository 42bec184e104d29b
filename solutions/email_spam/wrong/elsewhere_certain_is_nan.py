"""Odds, which a certain message has none of."""

import numpy as np

LOSES = "elsewhere"


def elsewhere(p, share, new_share):
    p = np.asarray(p, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = p / (1 - p) * new_share / (1 - new_share) * (1 - share) / share
        return odds / (1 + odds)
