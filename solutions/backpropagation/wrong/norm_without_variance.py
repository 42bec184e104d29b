"""The path through the mean, but not the one through s."""

import numpy as np

LOSES = "layer_norm_pull"


def layer_norm_pull(adjoint, x, eps):
    s = np.sqrt(x.var(axis=-1, keepdims=True) + eps)
    return (adjoint - adjoint.mean(axis=-1, keepdims=True)) / s
