"""Adds every entry into the place where its copy came from."""

import numpy as np

TASK = "unbroadcast"


def unbroadcast(adjoint, shape):
    origin = np.broadcast_to(np.arange(int(np.prod(shape))).reshape(shape), adjoint.shape)
    return np.bincount(origin.ravel(), adjoint.ravel(), int(np.prod(shape))).reshape(shape)
