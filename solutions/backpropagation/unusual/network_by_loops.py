"""One example at a time, with the sigmoid from a tanh."""

import numpy as np

TASK = "two_layer_gradient"


def two_layer_gradient(X, y, W1, b1, w2, b2):
    total = {"W1": 0 * W1, "b1": 0 * b1, "w2": 0 * w2, "b2": 0.0}
    for row, target in zip(X, y, strict=True):
        h = np.tanh(row @ W1 + b1)
        delta = (0.5 * (1 + np.tanh((h @ w2 + b2) / 2)) - target) / len(y)
        below = delta * w2 * (1 - h) * (1 + h)
        for name, part in zip(total, (np.outer(row, below), below, delta * h, delta), strict=True):
            total[name] = total[name] + part
    return total
