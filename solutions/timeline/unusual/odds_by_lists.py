"""Plain lists, word by word."""

import math

TASK = "log_odds"


def log_odds(counts, labels, a):
    V = len(counts[0])
    sums = {
        c: [sum(row[w] for row, y in zip(counts, labels, strict=False) if y == c) for w in range(V)]
        for c in (0, 1)
    }
    log_theta = {
        c: [math.log(n + a) - math.log(sum(sums[c]) + a * V) for n in sums[c]] for c in (0, 1)
    }
    return [one - zero for one, zero in zip(log_theta[1], log_theta[0], strict=False)]
