"""Fits natural logarithms and doubles all the same."""

import numpy as np

LOSES = "worth_in_labels"


def worth_in_labels(sizes, accuracies, gain):
    doubling = np.polyfit(np.log(sizes), accuracies, 1)[0]
    return float(2 ** (gain / doubling)) if doubling > 0 else float("inf")
