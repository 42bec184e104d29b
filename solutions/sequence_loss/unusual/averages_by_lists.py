"""Collects the losses that count in plain lists."""

import math

TASK = "two_averages"


def two_averages(losses, mask):
    rows = [[x for x, m in zip(r, k, strict=True) if m] for r, k in zip(losses, mask, strict=True)]
    rows = [row for row in rows if row]
    if not rows:
        return 0.0, 0.0
    everything = [x for row in rows for x in row]
    texts = [math.fsum(row) / len(row) for row in rows]
    return math.fsum(everything) / len(everything), math.fsum(texts) / len(texts)
