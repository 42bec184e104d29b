"""Reads the sigmoids as P(y <= k): the scale is upside down."""

import numpy as np

LOSES = "ordinal_probabilities"


def ordinal_probabilities(score, offsets):
    above = 1 / (1 + np.exp(score[:, None] + offsets[None, :]))
    ones, zeros = np.ones((len(score), 1)), np.zeros((len(score), 1))
    above = np.concatenate([zeros, above, ones], axis=1)
    return (above[:, 1:] - above[:, :-1])[:, ::-1]
