"""All k at once; argmin gives the first of equals."""

import numpy as np

TASK = "best_segment"


def best_segment(layers, boundary, inside):
    k = np.arange(1, layers + 1)
    sizes = -(-layers // k) * boundary + k * inside
    return int(k[sizes.argmin()]), int(sizes.min())
