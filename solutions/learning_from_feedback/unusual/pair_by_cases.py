"""Two cases, each safe, pair by pair."""

import math

import numpy as np

TASK = "pair_loss"


def pair_loss(chosen, rejected):
    losses, slopes = [], []
    for a, b in zip(chosen, rejected, strict=True):
        m = float(a - b)
        tail = math.exp(-abs(m))
        losses.append(math.log1p(tail) + max(-m, 0.0))
        slopes.append((tail if m > 0 else 1.0) / (1.0 + tail) / len(chosen))
    return math.fsum(losses) / len(losses), -np.array(slopes), np.array(slopes)
