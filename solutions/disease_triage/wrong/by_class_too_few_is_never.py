"""A class with too few questions is never named."""

import math

import numpy as np

LOSES = "by_class"


def limit_of(scores, alpha):
    scores = sorted(scores)
    rank = math.ceil((len(scores) + 1) * (1 - alpha) - 1e-9)
    return scores[rank - 1] if rank <= len(scores) else math.inf


def by_class(p, y, new, truth, alpha):
    classes = len(new[0])
    limits = [
        limit_of([1 - row[k] for row, label in zip(p, y, strict=True) if label == k], alpha)
        for k in range(classes)
    ]
    limits = [each if each < math.inf else -1.0 for each in limits]
    held, truth = 1 - np.asarray(new, float) <= np.array(limits) + 1e-9, np.asarray(truth)
    shares = [
        float(held[truth == k, k].mean()) if (truth == k).any() else None for k in range(classes)
    ]
    return shares, float(held.sum(axis=1).mean())
