"""Has the two names the wrong way round."""

import numpy as np

LOSES = "which_decay"


def which_decay(thetas, grads, learning_rate, beta1, beta2, eps, coefficient):
    best, answer = np.inf, None
    for name in ("none", "decoupled", "l2"):
        theta, m, v = thetas[0], 0.0, 0.0
        for t, grad in enumerate(grads, start=1):
            slope = grad + coefficient * theta if name == "decoupled" else grad
            m = beta1 * m + (1 - beta1) * slope
            v = beta2 * v + (1 - beta2) * slope**2
            step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
            theta = theta - learning_rate * (step + coefficient * theta * (name == "l2"))
        if np.abs(theta - thetas[-1]).max() < best:
            best, answer = np.abs(theta - thetas[-1]).max(), name
    return answer
