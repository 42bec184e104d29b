"""Loops over weights instead of places."""

import numpy as np

TASK = "convolve"


def convolve(x, kernel, stride, padding):
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    rows = (padded.shape[1] - kernel.shape[2]) // stride + 1
    columns = (padded.shape[2] - kernel.shape[3]) // stride + 1
    z = np.zeros((len(kernel), rows, columns))
    for a in range(kernel.shape[2]):
        for b in range(kernel.shape[3]):
            under = padded[:, a::stride, b::stride][:, :rows, :columns]
            z += np.einsum("fc,cij->fij", kernel[:, :, a, b], under)
    return z
