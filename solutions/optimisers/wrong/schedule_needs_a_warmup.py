"""Divides by the number of warm-up steps, even if there are none."""

import numpy as np

LOSES = "warmup_cosine"


def warmup_cosine(step, steps, warmup):
    rising = (step + 1) / warmup
    if step < warmup:
        return rising
    return float(0.5 * (1 + np.cos(np.pi * (step - warmup) / (steps - warmup))))
