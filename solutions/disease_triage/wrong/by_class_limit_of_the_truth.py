"""The limit of the true class decides about all classes of a question."""

import math

LOSES = "by_class"


def limit_of(scores, alpha):
    scores = sorted(scores)
    rank = math.ceil((len(scores) + 1) * (1 - alpha) - 1e-9)
    return scores[rank - 1] if rank <= len(scores) else math.inf


def by_class(p, y, new, truth, alpha):
    classes = range(len(new[0]))
    pairs = list(zip(p, y, strict=True))
    limits = [limit_of([1 - row[k] for row, label in pairs if label == k], alpha) for k in classes]
    sets = [
        {k for k in classes if 1 - row[k] <= limits[t] + 1e-9}
        for row, t in zip(new, truth, strict=True)
    ]
    shares = []
    for k in classes:
        own = [k in held for held, t in zip(sets, truth, strict=True) if t == k]
        shares.append(sum(own) / len(own) if own else None)
    return shares, sum(map(len, sets)) / len(sets)
