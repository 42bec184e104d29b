"""Tells decay from everything else, and calls everything else nothing."""

import numpy as np

LOSES = "which_decay"


def which_decay(thetas, grads, learning_rate, beta1, beta2, eps, coefficient):
    m = v = 0.0
    error = 0.0
    for t, grad in enumerate(grads, start=1):
        m = beta1 * m + (1 - beta1) * grad
        v = beta2 * v + (1 - beta2) * grad**2
        step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
        due = thetas[t - 1] - learning_rate * (step + coefficient * thetas[t - 1])
        error = max(error, np.abs(due - thetas[t]).max())
    return "decoupled" if error < 1e-9 else "none"
