"""Puts all batches together first."""

import numpy as np

TASK = "test_accuracy"


def test_accuracy(batches):
    if len(batches) == 0:
        raise ValueError("nothing to test")
    z, y = (np.concatenate(parts) for parts in zip(*batches, strict=True))
    return np.mean(np.argmax(z, axis=1) == y)
