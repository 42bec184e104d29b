"""Returns the number of passes."""

import numpy as np

LOSES = "perceptron"


def perceptron(examples, labels, passes):
    w, mistakes = np.zeros(examples.shape[1]), 0
    done = 0
    for _ in range(passes):
        done += 1
        before = mistakes
        for example, label in zip(examples, labels, strict=True):
            if label * (w @ example) <= 0:
                w = w + label * example
                mistakes += 1
        if mistakes == before:
            break
    return w, done
