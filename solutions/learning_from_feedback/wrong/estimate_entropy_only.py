"""Prices the own logarithm, and forgets the reference."""

import numpy as np

LOSES = "estimate_gradient"


def estimate_gradient(z, z_base, actions, rewards, beta):
    log_p = z - np.logaddexp.reduce(z)
    push = np.eye(len(z))[actions] - np.exp(log_p)
    value = rewards - beta * log_p[actions]
    others = (value.sum() - value) / (len(value) - 1)
    return (value - others) @ push / len(value)
