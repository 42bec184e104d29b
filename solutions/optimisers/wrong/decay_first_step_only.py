"""Looks at the first step only, where L2 and none look alike."""

import numpy as np

LOSES = "which_decay"


def which_decay(thetas, grads, learning_rate, beta1, beta2, eps, coefficient):
    grad = grads[0]
    step = grad / (np.abs(grad) + eps)
    moved = (thetas[0] - thetas[1]) / learning_rate
    if np.allclose(moved, step, rtol=1e-6, atol=1e-9):
        return "none"
    return "decoupled" if np.allclose(moved, step + coefficient * thetas[0], rtol=1e-6) else "l2"
