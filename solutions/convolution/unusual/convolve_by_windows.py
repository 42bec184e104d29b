"""Windows as a view, one product of tensors."""

import numpy as np

TASK = "convolve"


def convolve(x, kernel, stride, padding):
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape[2:], axis=(1, 2))
    return np.tensordot(kernel, windows[:, ::stride, ::stride], axes=([1, 2, 3], [0, 3, 4]))
