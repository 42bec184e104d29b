"""A straight line in n, not in its logarithm."""

import numpy as np

LOSES = "worth_in_labels"


def worth_in_labels(sizes, accuracies, gain):
    slope = np.polyfit(sizes, accuracies, 1)[0]
    middle = np.mean(sizes)
    return float((middle + gain / slope) / middle) if slope > 0 else float("inf")
