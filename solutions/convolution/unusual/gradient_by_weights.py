"""One weight after the other: the pixels it lay on, times delta."""

import numpy as np

TASK = "kernel_gradient"


def kernel_gradient(x, delta, k, stride):
    _, rows, columns = delta.shape
    gradient = np.empty((len(delta), len(x), k, k))
    for a in range(k):
        for b in range(k):
            under = x[:, a::stride, b::stride][:, :rows, :columns]
            gradient[:, :, a, b] = np.tensordot(delta, under, axes=([1, 2], [1, 2]))
    return gradient
