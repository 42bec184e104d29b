"""Knows whole-number labels only."""

import numpy as np

LOSES = "cross_entropy"


def cross_entropy(logits, labels):
    if labels.shape != logits.shape[:1]:
        raise ValueError("labels has another shape")
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return float(-log_p[np.arange(len(labels)), labels].mean())
