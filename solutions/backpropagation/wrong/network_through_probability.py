"""Goes through the probability: y/p divides by 0 when the network is sure."""

import numpy as np

LOSES = "two_layer_gradient"


def two_layer_gradient(X, y, W1, b1, w2, b2):
    h = np.tanh(X @ W1 + b1)
    p = 1 / (1 + np.exp(-(h @ w2 + b2)))
    delta = -(y / p - (1 - y) / (1 - p)) * p * (1 - p) / len(y)
    below = delta[:, None] * w2 * (1 - h * h)
    return {"W1": X.T @ below, "b1": below.sum(0), "w2": h.T @ delta, "b2": delta.sum()}
