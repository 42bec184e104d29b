"""Counts everything below the smallest normal number as lost; subnormals are not."""

import math

import numpy as np

LOSES = "loss_scale"


def loss_scale(gradient):
    alive = np.abs(gradient[gradient != 0])
    if alive.size == 0:
        return 1.0, 0.0, 0.0
    scale = 2.0 ** math.floor(math.log2(65504 / alive.max()))
    return scale, float(np.mean(alive < 2**-14)), float(np.mean(alive * scale < 2**-14))
