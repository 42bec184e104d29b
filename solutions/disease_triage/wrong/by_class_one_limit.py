"""One limit for all."""

import math

import numpy as np

LOSES = "by_class"


def limit_of(scores, alpha):
    scores = sorted(scores)
    rank = math.ceil((len(scores) + 1) * (1 - alpha) - 1e-9)
    return scores[rank - 1] if rank <= len(scores) else math.inf


def by_class(p, y, new, truth, alpha):
    limit = limit_of([1 - row[k] for row, k in zip(p, y, strict=True)], alpha)
    held, truth = 1 - np.asarray(new, float) <= limit + 1e-9, np.asarray(truth)
    shares = [
        float(held[truth == k, k].mean()) if (truth == k).any() else None
        for k in range(len(new[0]))
    ]
    return shares, float(held.sum(axis=1).mean())
