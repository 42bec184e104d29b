"""Still subtracts the maximum (on a copy): softmax may be shifted, the sigmoid may not."""

import numpy as np

LOSES = "repaired_gradient"


def repaired_gradient(z, y):
    z = z - z.max()
    return (0.5 * (1 + np.tanh(0.5 * z)) - y) / np.size(z)
