"""Single precision, whatever came in."""

import numpy as np

LOSES = "address"


def address(kernel, groups):
    kernel = np.asarray(kernel, np.float32)
    if groups == 1:
        return kernel.transpose(2, 3, 1, 0)
    return kernel.reshape(groups, -1, *kernel.shape[2:]).transpose(2, 3, 0, 1)
