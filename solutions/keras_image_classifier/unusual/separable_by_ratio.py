"""From the arrays that the weights would fill."""

import numpy as np

TASK = "separable_weights"


def separable_weights(k, channels, filters):
    standard = np.empty((k, k, channels, filters), np.int8).size
    return [standard, np.empty((k, k, channels)).size + np.empty((channels, filters)).size]
