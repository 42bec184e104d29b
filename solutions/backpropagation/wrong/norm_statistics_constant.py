"""Takes mean and s for constants: only the direct path."""

import numpy as np

LOSES = "layer_norm_pull"


def layer_norm_pull(adjoint, x, eps):
    return adjoint / np.sqrt(x.var(axis=-1, keepdims=True) + eps)
