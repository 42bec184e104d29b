"""Does not multiply the decay by the rate."""

import numpy as np

LOSES = "adamw_step"


def adamw_step(theta, grad, m, v, t, learning_rate, beta1, beta2, eps, weight_decay):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - learning_rate * step - weight_decay * theta, m, v
