"""Clips the move instead of the gradient."""

import numpy as np

LOSES = "training_step"


def training_step(
    theta,
    m,
    v,
    X,
    y,
    k,
    steps,
    rate,
    warmup,
    decay=0.01,
    longest=1.0,
    beta1=0.9,
    beta2=0.999,
    eps=1e-8,
):
    z = X @ theta
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1, e) / (1 + e)
    g = X.T @ (p - y) / len(y)
    eta = rate * ((k + 1) / (warmup + 1) if k < warmup else (steps - k) / (steps - warmup))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mh, vh = m / (1 - beta1 ** (k + 1)), v / (1 - beta2 ** (k + 1))
    move = mh / (np.sqrt(vh) + eps)
    move = move * min(1.0, longest / (np.linalg.norm(move) + 1e-6))
    return theta - eta * (move + decay * theta), m, v
