"""Averages over the first axis and adds over the others."""

import numpy as np

LOSES = "repaired_loss"


def repaired_loss(z, y):
    top = z.max(axis=-1, keepdims=True)
    rest = np.exp(z - top)
    np.put_along_axis(rest, z.argmax(axis=-1)[..., None], 0.0, axis=-1)
    return float(((y * (top - z)).sum(axis=-1) + np.log1p(rest.sum(axis=-1))).sum() / len(z))
