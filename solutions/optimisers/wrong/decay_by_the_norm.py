"""Calls it decay when the parameters have become smaller."""

import numpy as np

LOSES = "which_decay"


def which_decay(thetas, grads, learning_rate, beta1, beta2, eps, coefficient):
    before, after = np.linalg.norm(thetas[0]), np.linalg.norm(thetas[-1])
    return "decoupled" if after < before else "none"
