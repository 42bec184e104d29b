"""Means over the whole array instead of the last axis."""

import numpy as np

LOSES = "layer_norm_pull"


def layer_norm_pull(adjoint, x, eps):
    s = np.sqrt(x.var() + eps)
    y = (x - x.mean()) / s
    return (adjoint - adjoint.mean() - y * (adjoint * y).mean()) / s
