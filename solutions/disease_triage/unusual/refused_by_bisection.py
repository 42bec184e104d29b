"""By a sorted list."""

import math
from bisect import bisect_left

TASK = "refused"


def refused(known, strange, alpha):
    order = sorted(known)
    total = len(order) + 1
    shares = [(total - bisect_left(order, each)) / total for each in strange]
    return tuple(share <= alpha + 1e-9 for share in shares), round(math.ceil(1 / alpha - 1e-9) - 1)
