"""No baseline: right on average, and noisier than asked for."""

import numpy as np

LOSES = "estimate_gradient"


def estimate_gradient(z, actions, rewards):
    p = np.exp(z - z.max())
    p = p / p.sum()
    push = np.eye(len(z))[actions] - p
    return rewards @ push / len(rewards)
