"""Nothing relevant counts as nothing found."""

import numpy as np

LOSES = "ndcg"


def ndcg(shown, gains, k):
    def total(row):
        return sum(gain / np.log2(place) for place, gain in enumerate(row[:k], start=2))

    best = total(sorted(gains, reverse=True))
    return float(total([gains[film] for film in shown]) / best) if best > 0 else 0.0
