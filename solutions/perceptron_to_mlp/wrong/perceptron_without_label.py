"""Adds the example whatever its class."""

import numpy as np

LOSES = "perceptron"


def perceptron(examples, labels, passes):
    w, mistakes = np.zeros(examples.shape[1]), 0
    for _ in range(passes):
        before = mistakes
        for example, label in zip(examples, labels, strict=True):
            if label * (w @ example) <= 0:
                w = w + example
                mistakes += 1
        if mistakes == before:
            break
    return w, mistakes
