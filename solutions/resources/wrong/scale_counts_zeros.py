"""Takes entries that were zero all along for lost ones."""

import math

import numpy as np

LOSES = "loss_scale"


def loss_scale(gradient):
    if not gradient.any():
        return 1.0, 0.0, 0.0
    scale = 2.0 ** math.floor(math.log2(65504 / np.abs(gradient).max()))
    before = float(np.mean(gradient.astype(np.float16) == 0))
    return scale, before, float(np.mean((gradient * scale).astype(np.float16) == 0))
