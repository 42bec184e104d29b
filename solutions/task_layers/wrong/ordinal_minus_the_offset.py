"""Subtracts the offsets, as textbooks with rising thresholds do."""

import numpy as np

LOSES = "ordinal_probabilities"


def ordinal_probabilities(score, offsets):
    above = 1 / (1 + np.exp(-(score[:, None] - offsets[None, :])))
    ones, zeros = np.ones((len(score), 1)), np.zeros((len(score), 1))
    above = np.concatenate([ones, above, zeros], axis=1)
    return above[:, :-1] - above[:, 1:]
