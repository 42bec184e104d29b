"""The sizes of the kernels, multiplied."""

import numpy as np

TASK = "separable_weights"


def separable_weights(k, channels, filters):
    kernels = [(k, k, channels, filters), (k, k, channels, 1), (1, 1, channels, filters)]
    standard, depthwise, pointwise = (np.prod(shape) for shape in kernels)
    return [standard, depthwise + pointwise]
