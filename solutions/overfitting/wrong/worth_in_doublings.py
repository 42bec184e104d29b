"""The number of doublings, not the factor."""

import numpy as np

LOSES = "worth_in_labels"


def worth_in_labels(sizes, accuracies, gain):
    doubling = np.polyfit(np.log2(sizes), accuracies, 1)[0]
    return float(gain / doubling) if doubling > 0 else float("inf")
