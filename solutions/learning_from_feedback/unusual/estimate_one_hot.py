"""The one-hot rows alone: what is subtracted sums to zero over a batch, so that p cancels."""

import numpy as np

TASK = "estimate_gradient"


def estimate_gradient(z, actions, rewards):
    centred = (rewards - rewards.mean()) / (len(rewards) - 1)
    return np.bincount(actions, weights=centred, minlength=len(z))
