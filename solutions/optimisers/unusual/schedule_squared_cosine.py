"""The square of the half angle's cosine, and a minimum of two lines."""

import math

TASK = "warmup_cosine"


def warmup_cosine(step, steps, warmup):
    falling = math.cos(math.pi * max(0, step - warmup) / (2 * (steps - warmup))) ** 2
    return min(1.0, (step + 1) / (warmup + 1)) * falling
