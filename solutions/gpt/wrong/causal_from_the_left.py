"""A lower triangle, as if the queries were the first tokens."""

import numpy as np

LOSES = "causal_weights"


def causal_weights(scores):
    masked = np.where(np.tril(np.ones(scores.shape, dtype=bool)), scores, -np.inf)
    weights = np.exp(masked - masked.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)
