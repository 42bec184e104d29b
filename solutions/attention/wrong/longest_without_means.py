"""Counts the scores and forgets the weighted means."""

import math

LOSES = "longest"


def longest(budget, H, F):
    a, b = H, 4 * H * H + 2 * H * F
    return (math.isqrt(b * b + 4 * a * budget) - b) // (2 * a)
