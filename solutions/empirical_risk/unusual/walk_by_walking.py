"""Takes the steps, on a copy."""

import numpy as np

TASK = "walk"


def walk(H, minimum, start, rate, steps):
    theta = np.array(start)
    for _ in range(steps):
        theta = theta - rate * (H @ (theta - minimum))
    return theta
