"""A softmax of each row's beginning."""

import numpy as np

TASK = "causal_weights"


def causal_weights(scores):
    weights = np.zeros(scores.shape)
    before = scores.shape[1] - scores.shape[0]
    for i, row in enumerate(scores):
        seen = row[: before + i + 1]
        log_total = np.logaddexp.reduce(seen)
        weights[i, : before + i + 1] = np.exp(seen - log_total)
    return weights
