"""Names the axes."""

import numpy as np

TASK = "keras_kernel"


def keras_kernel(weight, picture=None):
    weight = np.asarray(weight)
    if picture is not None:
        sorted_rows = np.einsum("ochw->hwco", weight.reshape(-1, *picture))
        return sorted_rows.reshape(-1, weight.shape[0])
    return np.einsum({1: "o->o", 2: "oi->io", 4: "oihw->hwio"}[weight.ndim], weight)
