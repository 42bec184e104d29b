"""Forgets eps, which keeps a constant vector from dividing by 0."""

LOSES = "layer_norm_pull"


def layer_norm_pull(adjoint, x, eps):
    s = x.std(axis=-1, keepdims=True)
    y = (x - x.mean(axis=-1, keepdims=True)) / s
    g = adjoint - adjoint.mean(axis=-1, keepdims=True)
    return (g - y * (adjoint * y).mean(axis=-1, keepdims=True)) / s
