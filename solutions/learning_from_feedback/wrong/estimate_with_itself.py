"""The mean with the answer itself inside: too small a gradient."""

import numpy as np

LOSES = "estimate_gradient"


def estimate_gradient(z, actions, rewards):
    p = np.exp(z - z.max())
    p = p / p.sum()
    push = np.eye(len(z))[actions] - p
    return (rewards - rewards.mean()) @ push / len(rewards)
