"""log of a sum that has swallowed the small terms: a confident right answer costs 0."""

import numpy as np

LOSES = "repaired_loss"


def repaired_loss(z, y):
    shifted = z - z.max(axis=-1, keepdims=True)
    total = np.log(np.exp(shifted).sum(axis=-1))
    return float(np.mean(total - (y * shifted).sum(axis=-1)))
