"""The slope as covariance over variance."""

import numpy as np

TASK = "worth_in_labels"


def worth_in_labels(sizes, accuracies, gain):
    x = np.log2(sizes)
    slope = np.cov(x, accuracies, bias=True)[0, 1] / np.var(x)
    return np.exp2(gain / slope) if slope > 0 else np.inf
