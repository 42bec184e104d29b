"""Sorts each row, so that the largest logit is the last and the others can be sliced."""

import numpy as np

TASK = "repaired_loss"


def repaired_loss(z, y):
    rows, targets = z.reshape(-1, z.shape[-1]), y.reshape(-1, z.shape[-1])
    order = np.sort(rows, axis=1)
    top = order[:, -1:]
    bump = np.log1p(np.exp(order[:, :-1] - top).sum(axis=1))
    return float((bump + np.einsum("nc,nc->n", targets, top - rows)).sum() / len(rows))
