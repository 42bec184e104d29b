"""Sorts once and takes the last item of each run of ties; arrays come back."""

import numpy as np

TASK = "risk_coverage"


def risk_coverage(confidence, right):
    confidence, right = np.asarray(confidence), np.asarray(right)
    order = np.argsort(-confidence, kind="stable")
    n = np.arange(1, len(order) + 1)
    last = np.append(np.diff(confidence[order]) != 0, True)
    return (n / len(order))[last], (np.cumsum(1 - right[order]) / n)[last]
