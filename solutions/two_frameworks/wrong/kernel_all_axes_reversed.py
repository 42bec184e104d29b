"""Takes the transpose of four axes: height and width change places."""

import numpy as np

LOSES = "keras_kernel"


def keras_kernel(weight, picture=None):
    weight = np.asarray(weight)
    if picture is not None:
        return weight.reshape(len(weight), *picture).T.reshape(-1, len(weight))
    return weight.T
