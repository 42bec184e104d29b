"""A large negative number for minus infinity: whoever sees nothing gets the mean of everything."""

import numpy as np

LOSES = "attend"


def attend(Q, K, V, mask):
    scores = np.where(mask, Q @ K.T / np.sqrt(Q.shape[1]), -1e30)
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True) @ V
