"""Reaches 0 at the last update."""

import numpy as np

LOSES = "warmup_cosine"


def warmup_cosine(step, steps, warmup):
    if step < warmup:
        return (step + 1) / (warmup + 1)
    return float(0.5 * (1 + np.cos(np.pi * (step - warmup) / max(1, steps - 1 - warmup))))
