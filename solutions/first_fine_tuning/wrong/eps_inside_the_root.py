"""Adds eps to the variance, under the root."""

import numpy as np

LOSES = "adamw_step"


def adamw_step(theta, g, m, v, step, lr, decay, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**step)
    v_hat = v / (1 - beta2**step)
    return theta - lr * (m_hat / np.sqrt(v_hat + eps) + decay * theta), m, v
