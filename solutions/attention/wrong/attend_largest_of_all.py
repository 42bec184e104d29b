"""Subtracts the largest score of all, the forbidden ones included: allowed shares vanish."""

import numpy as np

LOSES = "attend"


def attend(Q, K, V, mask):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    shares = mask * np.exp(scores - scores.max(axis=1, keepdims=True))
    total = shares.sum(axis=1, keepdims=True)
    return shares / np.where(total == 0, 1.0, total) @ V
