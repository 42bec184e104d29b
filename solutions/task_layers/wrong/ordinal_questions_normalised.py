"""Takes the sigmoids for the classes and scales them to a sum of one."""

import numpy as np

LOSES = "ordinal_probabilities"


def ordinal_probabilities(score, offsets):
    above = 1 / (1 + np.exp(-(score[:, None] + offsets[None, :])))
    above = np.concatenate([np.ones((len(score), 1)), above], axis=1)
    return above / above.sum(axis=1, keepdims=True)
