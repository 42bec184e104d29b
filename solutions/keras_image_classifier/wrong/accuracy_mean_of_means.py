"""The mean of the accuracies of the batches."""

import numpy as np

LOSES = "test_accuracy"


def test_accuracy(batches):
    if not batches:
        raise ValueError("batches is empty")
    return float(np.mean([(z.argmax(axis=1) == y).mean() for z, y in batches]))
