"""Takes True for forbidden, as another library does."""

import numpy as np

LOSES = "attend"


def attend(Q, K, V, mask):
    scores = np.where(mask, -np.inf, Q @ K.T / np.sqrt(Q.shape[1]))
    highest = scores.max(axis=1, keepdims=True)
    shares = np.exp(scores - np.where(np.isfinite(highest), highest, 0.0))
    total = shares.sum(axis=1, keepdims=True)
    return shares / np.where(total == 0, 1.0, total) @ V
