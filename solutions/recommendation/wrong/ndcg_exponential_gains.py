"""Gains are 2^g - 1."""

import numpy as np

LOSES = "ndcg"


def ndcg(shown, gains, k):
    def total(row):
        return sum((2**gain - 1) / np.log2(place) for place, gain in enumerate(row[:k], start=2))

    best = total(sorted(gains, reverse=True))
    return float(total([gains[film] for film in shown]) / best) if best > 0 else None
