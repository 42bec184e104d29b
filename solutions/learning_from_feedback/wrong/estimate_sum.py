"""The sum over the presses, not the mean."""

import numpy as np

LOSES = "estimate_gradient"


def estimate_gradient(z, z_base, actions, rewards, beta):
    log_p = z - np.logaddexp.reduce(z)
    log_base = z_base - np.logaddexp.reduce(z_base)
    push = np.eye(len(z))[actions] - np.exp(log_p)
    value = rewards - beta * (log_p - log_base)[actions]
    others = (value.sum() - value) / (len(value) - 1)
    return (value - others) @ push
