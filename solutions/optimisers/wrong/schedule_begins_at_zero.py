"""Rises from 0: the first update is wasted."""

import numpy as np

LOSES = "warmup_cosine"


def warmup_cosine(step, steps, warmup):
    if step < warmup:
        return step / warmup
    return float(0.5 * (1 + np.cos(np.pi * (step - warmup) / (steps - warmup))))
