"""Row by row with einsum, and the sigmoid from tanh."""

import numpy as np

TASK = "weighted_gradient"


def weighted_gradient(theta, X, y, w):
    p = 0.5 * (1 + np.tanh(0.5 * np.einsum("nk,k->n", X, theta)))
    return np.einsum("n,n,nk->k", np.asarray(w) / np.sum(w), p - y, X)
