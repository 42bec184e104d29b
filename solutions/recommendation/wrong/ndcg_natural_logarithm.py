"""A logarithm of place, the first place not discounted."""

import numpy as np

LOSES = "ndcg"


def ndcg(shown, gains, k):
    def total(row):
        return sum(
            gain / (1 if place == 2 else np.log2(place - 1))
            for place, gain in enumerate(row[:k], start=2)
        )

    best = total(sorted(gains, reverse=True))
    return float(total([gains[film] for film in shown]) / best) if best > 0 else None
