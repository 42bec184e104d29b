"""Sets the weights' adjoint for each example instead of adding them up."""

import numpy as np

LOSES = "linear_pull"


def linear_pull(adjoint, x, W):
    in_W, in_b = np.zeros_like(W), np.zeros(W.shape[1])
    for row, out in zip(x.reshape(-1, len(W)), adjoint.reshape(-1, W.shape[1]), strict=True):
        in_W, in_b = np.outer(row, out), out
    return adjoint @ W.T, in_W, in_b
