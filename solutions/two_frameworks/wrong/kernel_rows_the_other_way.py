"""Sorts the rows from Keras's order to PyTorch's."""

import numpy as np

LOSES = "keras_kernel"


def keras_kernel(weight, picture=None):
    weight = np.asarray(weight)
    if picture is not None:
        channels, height, width = picture
        there = weight.reshape(len(weight), height, width, channels)
        return there.transpose(3, 1, 2, 0).reshape(-1, len(weight))
    return weight.transpose(2, 3, 1, 0) if weight.ndim == 4 else weight.T
