"""Stacks the weights of one pixel after the other."""

import numpy as np

TASK = "keras_kernel"


def keras_kernel(weight, picture=None):
    if picture is not None:
        channels, height, width = picture
        places = range(height * width)
        rows = [weight[:, c * len(places) + place] for place in places for c in range(channels)]
        return np.stack(rows)
    if weight.ndim < 4:
        return np.ascontiguousarray(np.swapaxes(weight, 0, -1))
    return np.moveaxis(weight, (1, 0), (-2, -1))
