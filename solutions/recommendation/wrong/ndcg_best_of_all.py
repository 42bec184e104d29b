"""The best list is not cut at k."""

import numpy as np

LOSES = "ndcg"


def ndcg(shown, gains, k):
    def total(row):
        return sum(gain / np.log2(place) for place, gain in enumerate(row[:k], start=2))

    best = sum(g / np.log2(n) for n, g in enumerate(sorted(gains, reverse=True), start=2))
    return float(total([gains[film] for film in shown]) / best) if best > 0 else None
