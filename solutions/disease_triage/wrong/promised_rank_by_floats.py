"""Rounds the rank up as it comes: 10 · (1 − 0.7) is a little more than 3."""

import math

LOSES = "promised"


def promised(p, y, new, alpha):
    scores = sorted(1 - row[label] for row, label in zip(p, y, strict=True))
    rank = math.ceil((len(scores) + 1) * (1 - alpha))
    limit = scores[rank - 1] if rank <= len(scores) else math.inf
    return [[k for k, share in enumerate(row) if 1 - share <= limit + 1e-9] for row in new]
