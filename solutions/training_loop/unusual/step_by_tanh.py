"""The sigmoid by tanh, the rows by a loop, the correction inside the rate."""

import numpy as np

TASK = "training_step"


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
    gradient = np.zeros_like(theta)
    for x, target in zip(X, y, strict=True):
        gradient = gradient + x * (0.5 * (1 + np.tanh(0.5 * (x @ theta))) - target) / len(y)
    length = np.linalg.norm(gradient) + 1e-6
    if length > longest:
        gradient = gradient / length * longest
    rising, falling = (k + 1) / (warmup + 1), (steps - k) / (steps - warmup)
    eta = rate * (rising if k < warmup else falling)
    m = m + (1 - beta1) * (gradient - m)
    v = v + (1 - beta2) * (gradient * gradient - v)
    root = np.sqrt(1 - beta2 ** (k + 1))
    fraction = m / (np.sqrt(v) + eps * root) * root / (1 - beta1 ** (k + 1))
    return theta * (1 - eta * decay) - eta * fraction, m, v
