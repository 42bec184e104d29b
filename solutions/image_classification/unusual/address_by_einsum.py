"""Axes are moved by their letters."""

import numpy as np

TASK = "address"


def address(kernel, groups):
    if groups == 1:
        return np.einsum("fcab->abcf", kernel)
    each = len(kernel) // groups
    split = np.stack([kernel[c * each : (c + 1) * each, 0] for c in range(groups)])
    return np.ascontiguousarray(np.einsum("cmab->abcm", split))
