"""Asks for the lower end twice at each place, and hands over NumPy's integers."""

import numpy as np

TASK = "walk"


def walk(confidence, right, accuracy, counts, lower):
    confidence, right = np.asarray(confidence, float), np.asarray(right)
    promised = np.inf
    for place in counts:
        threshold = np.sort(confidence)[::-1][place - 1]
        kept = right[confidence >= threshold]
        if lower(kept.sum(), np.int64(kept.size)) >= accuracy:
            assert lower(kept.sum(), kept.size) >= accuracy
            promised = threshold
        else:
            break
    return promised
