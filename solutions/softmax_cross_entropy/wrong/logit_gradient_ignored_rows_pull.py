"""Leaves ignored rows out of the target only: all their logits are pushed down."""

import numpy as np

LOSES = "logit_gradient"


def logit_gradient(z, labels, weight, ignore):
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)

    kept = labels != ignore
    safe = np.where(kept, labels, 0)
    y = np.eye(z.shape[1])[safe] * kept[:, None]
    total = (weight[safe] * kept).sum()
    return (p - y) * weight[safe][:, None] / (total if total > 0 else 1.0)
