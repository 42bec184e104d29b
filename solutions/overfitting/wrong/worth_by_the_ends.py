"""A line through the first and the last measurement only."""

import numpy as np

LOSES = "worth_in_labels"


def worth_in_labels(sizes, accuracies, gain):
    doubling = (accuracies[-1] - accuracies[0]) / (np.log2(sizes[-1]) - np.log2(sizes[0]))
    return float(2 ** (gain / doubling)) if doubling > 0 else float("inf")
