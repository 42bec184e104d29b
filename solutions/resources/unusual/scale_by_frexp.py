"""The exponent from frexp, the vanished entries counted one by one."""

import math

import numpy as np

TASK = "loss_scale"


def loss_scale(gradient):
    entries = [abs(each) for each in np.ravel(gradient).tolist() if each != 0.0]
    if not entries:
        return 1, 0, 0
    _, exponent = math.frexp(65504 / max(entries))
    scale = math.ldexp(1.0, exponent - 1)

    def lost(factor):
        return sum(float(np.float16(each * factor)) == 0.0 for each in entries) / len(entries)

    return scale, lost(1.0), lost(scale)
