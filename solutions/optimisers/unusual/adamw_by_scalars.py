"""One parameter after the other, in plain floats."""

import math

import numpy as np

TASK = "adamw_step"


def adamw_step(theta, grad, m, v, t, learning_rate, beta1, beta2, eps, weight_decay):
    rows = []
    for weight, g, first, second in zip(theta, grad, m, v, strict=True):
        first = first + (1 - beta1) * (g - first)
        second = second + (1 - beta2) * (g * g - second)
        denominator = math.sqrt(second) / math.sqrt(1 - beta2**t) + eps
        ratio = first / (1 - beta1**t) / denominator
        rows.append(
            (weight * (1 - learning_rate * weight_decay) - learning_rate * ratio, first, second)
        )
    return tuple(np.array(rows, dtype=float).reshape(-1, 3).T)
