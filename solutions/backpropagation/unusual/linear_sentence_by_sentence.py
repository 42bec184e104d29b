"""Loops over all rows and adds outer products."""

import numpy as np

TASK = "linear_pull"


def linear_pull(adjoint, x, W):
    to_x, to_W, to_b = np.zeros(x.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for index in np.ndindex(x.shape[:-1]):
        to_x[index] = W @ adjoint[index]
        to_W += np.outer(x[index], adjoint[index])
        to_b += adjoint[index]
    return [to_x, to_W, to_b]
