"""Keeps how often each example was added, and products only."""

import numpy as np

TASK = "perceptron"


def perceptron(examples, labels, passes):
    signed = examples * labels[:, None]
    products = signed @ signed.T
    added = np.zeros(len(labels), dtype=int)
    clean = 0  # examples in a row without a mistake; a whole pass of them ends it
    for step in range(passes * len(labels)):
        i = step % len(labels)
        if added @ products[:, i] <= 0:
            added[i] += 1
            clean = 0
        else:
            clean += 1
        if clean == len(labels):
            break
    return added @ signed, int(added.sum())
