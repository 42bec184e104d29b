"""Never leaves a set empty."""

import math

LOSES = "promised"


def promised(p, y, new, alpha):
    scores = sorted(1 - row[label] for row, label in zip(p, y, strict=True))
    rank = math.ceil((len(scores) + 1) * (1 - alpha) - 1e-9)
    limit = scores[rank - 1] if rank <= len(scores) else math.inf
    sets = [[k for k, share in enumerate(row) if 1 - share <= limit + 1e-9] for row in new]
    return [each or [row.index(max(row))] for each, row in zip(sets, new, strict=True)]
