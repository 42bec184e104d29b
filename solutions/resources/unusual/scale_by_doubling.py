"""Doubles and halves until it fits."""

import numpy as np

TASK = "loss_scale"


def loss_scale(gradient):
    sizes = np.abs(np.asarray(gradient)[np.asarray(gradient) != 0])
    if len(sizes) == 0:
        return 1.0, 0.0, 0.0
    scale = 1.0
    while scale * sizes.max() > 65504:
        scale /= 2
    while 2 * scale * sizes.max() <= 65504:
        scale *= 2
    lost = [np.count_nonzero((sizes * s).astype(np.float16) == 0) for s in (1.0, scale)]
    return scale, lost[0] / len(sizes), lost[1] / len(sizes)
