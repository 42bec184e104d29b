"""Weights of zero and one, and one-hot targets."""

import numpy as np

TASK = "masked_loss"


def masked_loss(logits, targets):
    weight = (targets >= 0).astype(float)
    weight /= weight.sum()
    one_hot = (np.arange(logits.shape[1]) == targets[:, None]).astype(float)
    top = logits.max(axis=1)
    total = np.exp(logits - top[:, None]).sum(axis=1)
    losses = np.log(total) + top - (logits * one_hot).sum(axis=1)
    p = np.exp(logits - top[:, None]) / total[:, None]
    return float(weight @ losses), weight[:, None] * (p - one_hot)
