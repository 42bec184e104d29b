"""A quarter of the cosine's period."""

import numpy as np

LOSES = "warmup_cosine"


def warmup_cosine(step, steps, warmup):
    if step < warmup:
        return (step + 1) / (warmup + 1)
    return float(np.cos(0.5 * np.pi * (step - warmup) / (steps - warmup)))
