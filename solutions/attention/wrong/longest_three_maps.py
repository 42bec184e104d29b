"""Three maps: forgets that of the output."""

import math

LOSES = "longest"


def longest(budget, H, F):
    a, b = 2 * H, 3 * H * H + 2 * H * F
    return (math.isqrt(b * b + 4 * a * budget) - b) // (2 * a)
