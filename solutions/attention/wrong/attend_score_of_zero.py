"""Gives forbidden pairs the score zero, which is a score like any other."""

import numpy as np

LOSES = "attend"


def attend(Q, K, V, mask):
    scores = np.where(mask, Q @ K.T / np.sqrt(Q.shape[1]), 0.0)
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True) @ V
