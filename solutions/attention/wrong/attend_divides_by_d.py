"""Divides by d, not by its root."""

import numpy as np

LOSES = "attend"


def attend(Q, K, V, mask):
    scores = np.where(mask, Q @ K.T / Q.shape[1], -np.inf)
    highest = scores.max(axis=1, keepdims=True)
    shares = np.exp(scores - np.where(np.isfinite(highest), highest, 0.0))
    total = shares.sum(axis=1, keepdims=True)
    return shares / np.where(total == 0, 1.0, total) @ V
