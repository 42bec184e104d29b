"""Reads the target as a label, so soft targets lose all but their largest entry."""

import numpy as np

LOSES = "repaired_loss"


def repaired_loss(z, y):
    top = z.max(axis=-1, keepdims=True)
    rest = np.exp(z - top)
    np.put_along_axis(rest, z.argmax(axis=-1)[..., None], 0.0, axis=-1)
    right = np.take_along_axis(z, y.argmax(axis=-1)[..., None], axis=-1)
    return float(np.mean((top - right)[..., 0] + np.log1p(rest.sum(axis=-1))))
