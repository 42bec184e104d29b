"""Finds n by doubling and halving, and never solves for it."""

import numpy as np

TASK = "examples_needed"


def examples_needed(radius, confidence, models=1, a=0.0, b=1.0):
    if radius <= 0 or confidence <= 0 or confidence >= 1:
        raise ValueError("give radius > 0 and a confidence between 0 and 1")

    def enough(n):
        return 2 * models * np.exp(-2 * n * radius**2 / (b - a) ** 2) <= 1 - confidence

    high = 1
    while not enough(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
