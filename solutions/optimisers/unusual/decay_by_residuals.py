"""Step by step from the points seen: what Adam alone leaves unexplained."""

import numpy as np

TASK = "which_decay"


def which_decay(thetas, grads, learning_rate, beta1, beta2, eps, coefficient):
    m = v = np.zeros_like(grads[0])
    left = np.zeros_like(grads)
    for t, grad in enumerate(grads, start=1):
        m = m + (1 - beta1) * (grad - m)
        v = v + (1 - beta2) * (grad * grad - v)
        step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
        left[t - 1] = (thetas[t - 1] - thetas[t]) / learning_rate - step
    if np.abs(left).max() < 1e-7:
        return "none"
    return "decoupled" if np.abs(left - coefficient * thetas[:-1]).max() < 1e-7 else "l2"
