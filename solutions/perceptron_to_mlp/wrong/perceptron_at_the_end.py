"""Adds all mistakes of a pass at its end."""

import numpy as np

LOSES = "perceptron"


def perceptron(examples, labels, passes):
    w, mistakes = np.zeros(examples.shape[1]), 0
    for _ in range(passes):
        wrong = labels * (examples @ w) <= 0
        if not wrong.any():
            break
        w = w + labels[wrong] @ examples[wrong]
        mistakes += int(wrong.sum())
    return w, mistakes
