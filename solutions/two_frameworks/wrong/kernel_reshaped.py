"""Reshapes where it should transpose."""

import numpy as np

LOSES = "keras_kernel"


def keras_kernel(weight, picture=None):
    weight = np.asarray(weight)
    if weight.ndim == 4:
        outputs, inputs, height, width = weight.shape
        return weight.reshape(height, width, inputs, outputs)
    return weight.reshape(weight.shape[::-1])
