"""Forbids after the softmax: what remains does not sum to one."""

import numpy as np

LOSES = "attend"


def attend(Q, K, V, mask):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return (shares * mask) @ V
