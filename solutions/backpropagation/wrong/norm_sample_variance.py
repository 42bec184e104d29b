"""Divides by D − 1 in the variance."""

import numpy as np

LOSES = "layer_norm_pull"


def layer_norm_pull(adjoint, x, eps):
    s = np.sqrt(x.var(axis=-1, keepdims=True, ddof=1) + eps)
    y = (x - x.mean(axis=-1, keepdims=True)) / s
    g = adjoint - adjoint.mean(axis=-1, keepdims=True)
    return (g - y * (adjoint * y).mean(axis=-1, keepdims=True)) / s
