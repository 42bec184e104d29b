"""Returns the corrected averages, which the next step corrects again."""

import numpy as np

LOSES = "adamw_step"


def adamw_step(theta, grad, m, v, t, learning_rate, beta1, beta2, eps, weight_decay):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m, v = m / (1 - beta1**t), v / (1 - beta2**t)
    step = m / (np.sqrt(v) + eps) + weight_decay * theta
    return theta - learning_rate * step, m, v
