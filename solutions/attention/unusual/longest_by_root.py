"""The quadratic formula in whole numbers."""

import math

TASK = "longest"


def longest(budget, H, F):
    b = 2 * H + F
    return (math.isqrt(b * b + 2 * budget // H) - b) // 2
