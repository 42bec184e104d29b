"""The most probable class first, not in rising order."""

import math

LOSES = "promised"


def promised(p, y, new, alpha):
    scores = sorted(1 - row[label] for row, label in zip(p, y, strict=True))
    rank = math.ceil((len(scores) + 1) * (1 - alpha) - 1e-9)
    limit = scores[rank - 1] if rank <= len(scores) else math.inf
    sets = []
    for row in new:
        order = sorted(range(len(row)), key=lambda k: -row[k])
        sets.append([k for k in order if 1 - row[k] <= limit + 1e-9])
    return sets
