"""Forms the Jacobian of each vector and multiplies."""

import numpy as np

TASK = "layer_norm_pull"


def layer_norm_pull(adjoint, x, eps):
    result = np.empty_like(x)
    d = x.shape[-1]
    for index in np.ndindex(x.shape[:-1]):
        s = np.sqrt(x[index].var() + eps)
        y = (x[index] - x[index].mean()) / s
        J = (np.eye(d) - 1 / d - np.outer(y, y) / d) / s
        result[index] = J.T @ adjoint[index]
    return result
