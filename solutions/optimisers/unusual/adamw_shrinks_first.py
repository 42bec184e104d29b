"""Shrinks first, moves the averages by a share of the difference."""

import numpy as np

TASK = "adamw_step"


def adamw_step(theta, grad, m, v, t, learning_rate, beta1, beta2, eps, weight_decay):
    shrunk = theta * (1 - learning_rate * weight_decay)
    m = m + (1 - beta1) * (grad - m)
    v = v + (1 - beta2) * (np.square(grad) - v)
    root = np.sqrt(v) / np.sqrt(1 - beta2**t)
    return shrunk - (learning_rate / (1 - beta1**t)) * m / (root + eps), m, v
