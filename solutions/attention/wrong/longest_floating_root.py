"""A root in floating point: wrong for large budgets."""

import math

LOSES = "longest"


def longest(budget, H, F):
    a, b = 2 * H, 4 * H * H + 2 * H * F
    return int((math.sqrt(b * b + 4 * a * budget) - b) / (2 * a))
