"""The gradient of the sum of the losses, N times too large."""

import numpy as np

LOSES = "two_layer_gradient"


def two_layer_gradient(X, y, W1, b1, w2, b2):
    h = np.tanh(X @ W1 + b1)
    z = h @ w2 + b2
    delta = 0.5 * (1 + np.tanh(z / 2)) - y
    below = delta[:, None] * w2 * (1 - h * h)
    return {"W1": X.T @ below, "b1": below.sum(0), "w2": h.T @ delta, "b2": delta.sum()}
