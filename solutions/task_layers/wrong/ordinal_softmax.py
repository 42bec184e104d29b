"""A softmax over the questions and a zero."""

import numpy as np

LOSES = "ordinal_probabilities"


def ordinal_probabilities(score, offsets):
    z = np.concatenate([np.zeros((len(score), 1)), score[:, None] + offsets[None, :]], axis=1)
    powers = np.exp(z)
    return powers / powers.sum(axis=1, keepdims=True)
