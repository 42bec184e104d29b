"""The first length that is too long."""

import math

LOSES = "longest"


def longest(budget, H, F):
    a, b = 2 * H, 4 * H * H + 2 * H * F
    return (math.isqrt(b * b + 4 * a * budget) - b) // (2 * a) + 1
