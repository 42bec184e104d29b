"""Rounds the exponent up: the largest gradient overflows."""

import math

import numpy as np

LOSES = "loss_scale"


def loss_scale(gradient):
    alive = gradient[gradient != 0]
    if alive.size == 0:
        return 1.0, 0.0, 0.0
    scale = 2.0 ** math.ceil(math.log2(65504 / np.abs(alive).max()))
    before = float(np.mean(alive.astype(np.float16) == 0))
    return scale, before, float(np.mean((alive * scale).astype(np.float16) == 0))
