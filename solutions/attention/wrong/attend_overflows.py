"""Exponentials of the raw scores."""

import numpy as np

LOSES = "attend"


def attend(Q, K, V, mask):
    shares = mask * np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    total = shares.sum(axis=1, keepdims=True)
    return shares / np.where(total == 0, 1.0, total) @ V
