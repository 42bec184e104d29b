"""A point for every item, ties or not."""

import numpy as np

LOSES = "risk_coverage"


def risk_coverage(confidence, right):
    confidence, right = np.asarray(confidence), np.asarray(right)
    order = np.argsort(-confidence, kind="stable")
    n = np.arange(1, len(order) + 1)
    return (n / len(order)).tolist(), (np.cumsum(1 - right[order]) / n).tolist()
