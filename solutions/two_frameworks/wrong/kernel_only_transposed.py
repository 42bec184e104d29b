"""Behind a picture it transposes and does not sort the rows."""

import numpy as np

LOSES = "keras_kernel"


def keras_kernel(weight, picture=None):
    weight = np.asarray(weight)
    return weight.transpose(2, 3, 1, 0) if weight.ndim == 4 else weight.T
